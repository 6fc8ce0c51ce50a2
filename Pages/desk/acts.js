// What was recorded here last, each with the way back.

import { get, newKey, post } from "/shared/api.js";
import { fill, find, h, steady } from "/shared/dom.js";
import { moment, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { problemBox } from "/shared/problem.js";
import { nameOf } from "./people.js";

const shownAtMost = 6;
const words = { checkin: "actCheckin", checkout: "actCheckout", "participant.put": "actWalkin" };

export function acts(desk, verdict) {
  const list = find("#acts");
  const names = new Map();
  const keys = new Map();
  let ops = [];
  let problem = null;

  const read = once(async () => {
    const all = (await get("ops?limit=30")).ops;
    ops = all.filter((op) => words[op.kind]).slice(0, shownAtMost);
    for (const op of ops) {
      const id = op.participant ?? op.op;
      if (!names.get(id)?.name) {
        names.set(id, await get(`participants/${encodeURIComponent(id)}`).catch(() => ({ id })));
      }
    }
    draw();
  });

  async function takeBack(op) {
    // One key for each act: pressed twice it is done once.
    if (!keys.has(op)) keys.set(op, newKey());
    try {
      problem = null;
      await post("voids", { ops: [op] }, keys.get(op));
    } catch (failure) {
      problem = { failure, op };
      if (!failure.isWorthRepeating) keys.delete(op);
    }
    if (!problem) verdict.forget(op);
    await read();
    draw();
  }

  function draw() {
    steady(list, () => fill(list,
      problem && h("li", {}, problemBox(problem.failure, () => takeBack(problem.op))),
      ops.length ? ops.map(row) : h("li", { class: "quiet" }, t("actsNone"))));
  }

  function row(op) {
    const person = names.get(op.participant ?? op.op) ?? { id: op.op };
    const what = `${person.name ?? person.id}, ${t(words[op.kind])}`;
    return h("li", {},
      h("span", { class: op.voided && "taken" }, nameOf(person), " ",
        h("span", { class: "quiet" }, t(words[op.kind]), " · ", moment(op.time_ms, desk.zone))),
      op.voided ? h("span", { class: "quiet" }, t("taken"))
        : h("button", {
          type: "button", "data-key": op.op, "aria-label": t("undoOf", { what }), onclick: () => takeBack(op.op),
        }, t("undo")));
  }

  onLanguage(draw);
  return { read };
}
