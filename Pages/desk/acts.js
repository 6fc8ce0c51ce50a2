// What was recorded here last, each with the way back.

import { get } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { fill, find, h, own, steady } from "/shared/dom.js";
import { moment, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { nameOf } from "./people.js";

const shownAtMost = 6;
const words = { checkin: "actCheckin", checkout: "actCheckout", "participant.put": "actWalkin" };

export function acts(desk, verdict) {
  const list = find("#acts");
  const names = new Map();
  let ops = [];

  const read = once(async () => {
    const all = (await get("ops?limit=30")).ops;
    ops = all.filter((op) => words[op.kind]).slice(0, shownAtMost);
    for (const op of ops) {
      const id = op.participant ?? op.op;
      if (!names.get(id)?.name) {
        names.set(id, await get(`participants/${encodeURIComponent(id)}`).catch(() => ({ id })));
      }
      if (op.voided) verdict.forget(op.op);
    }
    draw();
  });

  const draw = () => steady(list, () => fill(list, ops.length ? ops.map(row) : h("li", { class: "quiet" }, t("actsNone"))));

  function row(op) {
    const person = names.get(op.participant ?? op.op) ?? { id: op.op };
    const what = `${person.name ?? person.id}, ${t(words[op.kind])}`;
    const when = () => [t(words[op.kind]), " · ", moment(op.time_ms, desk.zone), op.by && [" · ", own(op.by)]];
    // Whatever is recorded next, at any desk, moves the rows under the pointer: so it asks whom it is about.
    const takeBack = async () => {
      if (await confirm(t("undoAsk"), t("undo"), h("p", { class: "strong" }, nameOf(person)), h("p", {}, when()))) {
        verdict.takeBack(op.op, person);
      }
    };
    return h("li", {},
      h("span", { class: op.voided && "taken" }, nameOf(person), " ", h("span", { class: "quiet" }, when())),
      op.voided ? h("span", { class: "quiet" }, t("taken"))
        : h("button", { type: "button", "data-key": op.op, "aria-label": t("undoOf", { what }), onclick: takeBack }, t("undo")));
  }

  onLanguage(draw);
  return { read };
}
