// What only a person can decide: a card for each, those that wait first.

import { get } from "/shared/api.js";
import { fill, find, h } from "/shared/dom.js";
import { language, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { zoneName } from "./clock.js";
import { card, whoOf } from "./conflict.js";
import { decision } from "./decision.js";
import { keep, lay } from "./focus.js";
import { learnPlaces } from "./names.js";

export function conflicts(board) {
  const place = find("#conflict-list");
  const decidedLast = find("#conflict-decided");
  const closedCount = h("summary");
  const closedCards = h("div", { class: "stack" });
  const closedPart = h("details", { class: "closed" }, closedCount, closedCards);
  // Cards as they were drawn: one on which somebody writes is left alone while its conflict is the same.
  let cards = new Map();
  let told = [];

  const read = once(async () => {
    const { conflicts } = await get("conflicts");
    await learnPlaces(conflicts.flatMap((one) => one.sides.flatMap((side) => [side.node, side.point])).filter(Boolean));
    told = conflicts;
    draw();
  });

  function draw() {
    const open = told.filter((one) => one.open);
    const closed = told.filter((one) => !one.open);
    if (board.openConflicts !== open.length) { board.openConflicts = open.length; board.drawViews(); }
    const before = cards;
    cards = new Map();
    for (const one of [...open, ...closed]) cards.set(one.id, drawn(one, before.get(one.id)));
    const node = (one) => cards.get(one.id).node;
    keep(place, () => {
      fill(closedCount, t("conflictsClosed", { count: closed.length }));
      lay(closedCards, closed.map(node));
      lay(place,
        !board.mayRun && open.length > 0 && h("p", { class: "quiet" }, t("readOnly")),
        open.length ? open.map(node) : h("p", { class: "card" }, t("conflictsNone")),
        closed.length > 0 && closedPart);
    }, (held) => next([...before.values()].findIndex((some) => some.node === held.closest("article"))));
  }

  /** Where work goes on once a card is gone: at the one that has taken its place. */
  function next(index) {
    const open = place.querySelectorAll(":scope > article");
    return open[Math.min(Math.max(index, 0), open.length - 1)] ?? find("#conflicts-title");
  }

  function drawn(one, before) {
    const text = JSON.stringify([one, language(), zoneName(), board.mayRun]);
    if (before?.text === text) return before;
    const form = one.open && board.mayRun && decision(one, before?.form, async (outcome) => {
      fill(decidedLast, t("decidedNow", { who: whoOf(one), outcome }));
      await read();
    });
    return { text, form, node: card(one, form) };
  }

  onLanguage(() => { fill(decidedLast); draw(); });
  return { read, draw };
}
