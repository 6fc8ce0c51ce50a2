// The line that is always in sight: whether there is a link, since when not, and what waits here.

import { fill, find, h } from "/shared/dom.js";
import { moment, onLanguage, t } from "/shared/lang.js";

export function syncLine(desk) {
  const line = find("#sync");
  let isThere = true;
  let said = "";

  function draw() {
    const { status } = desk;
    if (!desk.session || (!status && isThere)) return;
    const parts = [];
    let kind = "sync";
    if (!isThere) {
      kind += " lost";
      parts.push(t("thisMachine"));
    } else {
      if (status.revoked) { kind += " lost"; parts.push(t("revoked")); }
      if (status.connected) parts.push(`● ${t("linked")}`);
      else {
        kind += status.revoked ? "" : " away";
        parts.push(`○ ${status.last_heard_ms ? t("notLinked", { time: moment(status.last_heard_ms, desk.zone) }) : t("never")}`);
      }
      if (status.roster === 0) parts.push(t("listAway"));
      if (status.pending > 0) parts.push(t("waiting", { count: status.pending }));
      if (status.disk_low) parts.push(t("diskLow"));
      if (status.open === false) parts.push(t("closed"));
      parts.push(t("insideNow", { count: status.present }));
    }
    // A live region speaks whenever it is written: it is written only when it says something else.
    const text = parts.join("|") + kind;
    if (text === said) return;
    said = text;
    line.className = kind;
    fill(line, parts.map((part) => h("span", {}, part)));
  }

  onLanguage(draw);
  return {
    draw,
    reach(value) { if (value !== isThere) { isThere = value; draw(); } },
  };
}
