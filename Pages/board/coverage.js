// Every country of the event: whether it is heard, and who is there.

import { get } from "/shared/api.js";
import { fill, find, h } from "/shared/dom.js";
import { language, number, onLanguage, t, tellTime } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { at, inZone } from "./clock.js";

// Where somebody has to look comes first, and last who has nothing to say yet.
const order = ["silent", "open", "closed", "never-heard"];
const tones = { open: "good", closed: "", silent: "bad", "never-heard": "warn" };

export function coverage(board) {
  const table = find("#countries");
  const group = find("#group");
  const needy = find("#needy");
  let told = null;

  const read = once(async () => {
    const of = group.value ? `&group=${encodeURIComponent(group.value)}` : "";
    told = await get(`coverage?lang=${language()}${of}`);
    tellTime(told.time);
    if (!of) board.knows(new Map(told.rows.map((row) => [row.country, row.name])));
    draw();
  });

  function draw() {
    if (!told) return;
    const sum = (key, value) => h("div", {}, h("dt", {}, t(key)), h("dd", {}, value));
    const of = (count) => t("heardOf", { count, of: told.expected });
    const registered = told.rows.reduce((all, row) => all + row.registered, 0);
    const pending = told.rows.reduce((all, row) => all + row.pending, 0);
    fill(find("#sums"),
      sum("present", number(told.present)), sum("attended", number(told.attended)), sum("registered", number(registered)),
      sum("openPoints", of(told.open)), sum("heard", of(told.heard)), sum("silent", number(told.silent)),
      sum("state-never-heard", number(told.never_heard)), sum("pending", number(pending)));
    const rows = told.rows.filter((row) => !needy.checked || row.state === "silent" || row.state === "never-heard" || row.pending > 0)
      .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.name.localeCompare(b.name, language()));
    // Written again, it would be read out again.
    const shown = t("countries", { count: rows.length });
    if (find("#shown").textContent !== shown) find("#shown").textContent = shown;
    const head = (key, isNumber, words = t(key)) =>
      h("th", { role: "columnheader", scope: "col", class: isNumber && "number" }, words);
    table.className = "table-narrow";
    fill(table,
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
        head("country"), head("state"), head("present", true), head("attended", true), head("registered", true),
        head("lastHeard", false, inZone(t("lastHeard"))), head("pending", true))),
      h("tbody", { role: "rowgroup" }, rows.map(row)));
  }

  function row(one) {
    const cell = (key, value, isNumber, name = t(key)) =>
      h("td", { role: "cell", class: isNumber && "number", "data-name": name }, value);
    return h("tr", { role: "row", class: one.state },
      h("th", { role: "rowheader", scope: "row" }, one.name),
      h("td", { role: "cell" }, h("span", { class: `tag ${tones[one.state] ?? ""}` }, t(`state-${one.state}`))),
      cell("present", number(one.present), true), cell("attended", number(one.attended), true),
      cell("registered", number(one.registered), true),
      cell("lastHeard", one.last_heard_ms ? at(one.last_heard_ms) : t("never"), false, one.last_heard_ms && inZone(t("lastHeard"))),
      cell("pending", number(one.pending), true));
  }

  function drawGroups() {
    const chosen = group.value;
    fill(group, h("option", { value: "" }, t("groupAll")),
      board.event.groups.map((one) => h("option", { value: one.group }, one.title ?? one.group)));
    group.value = chosen;
  }

  group.addEventListener("change", read);
  needy.addEventListener("change", draw);
  onLanguage(draw);
  return { read, draw, drawGroups };
}
