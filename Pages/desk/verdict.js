// What came of the newest act, in sight; and of those before it, whatever somebody still has to see.

import { fill, find, focusOn, h, steady } from "/shared/dom.js";
import { onLanguage, t } from "/shared/lang.js";
import { isTakenAlready } from "/shared/problem.js";
import { needsSomebody, results } from "./result.js";
import { sending } from "./sending.js";

// An answer that comes at once needs no word about its coming.
const patienceMs = 400;
// What is in sight for less, before the next comes, may have been seen by nobody.
const seenMs = 2000;

export function verdict(desk) {
  const place = find("#verdict");
  const keptPlace = find("#kept");
  const make = results(desk, { checkIn, checkOut, takeBack });
  const kept = new Map();
  let shown = null;
  let shownAt = 0;
  let isBefore = false;
  let newest = null;
  let timer;

  const sender = sending(desk, {
    begun(act) {
      newest = act.key;
      settle();
      clearTimeout(timer);
      timer = setTimeout(() => present(make.sending(act)), patienceMs);
      // Whoever is seen to again is dealt with.
      const isSame = (result) => result?.ids?.some((id) => id && (id === act.body.ticket || id === act.body.participant));
      for (const result of kept.keys()) if (isSame(result)) putAway(result);
      if (isSame(shown)) shownAt = -Infinity;
    },
    answered(act, answer, isLate) {
      const isNewest = act.key === newest && !isLate;
      if (act.path !== "voids") settleWith(act, make.answered(act, answer), isNewest);
      else if (isNewest) settleWith(act, make.taken(act.person), isNewest);
      else act.body.ops.forEach(forget);
      api.onAnswer(act);
      if (isNewest && act.path !== "voids" && answer.verdict !== "refused") api.onDone();
    },
    refused(act, problem, isLate) {
      if (act.path === "voids" && isTakenAlready(problem)) this.answered(act, {}, isLate);
      else settleWith(act, make.refused(act, problem), act.key === newest && !isLate);
    },
    held(act) { if (act.key === newest) ended(); },
  });

  const api = {
    checkIn, checkOut, takeBack, settle, forget, redraw, sender,
    register: (body) => sender.act("participants", body),
    noTicket(text) { ended(); newest = null; present(make.noTicket(text)); },
    /** Called when the newest act is done, and whenever one has its answer. */
    onDone() {}, onAnswer() {},
  };

  function checkIn(who, person, more = {}) { return sender.act("checkins", { ...who, door: desk.door, ...more }, person); }
  function checkOut(person) { return sender.act("checkouts", { participant: person.id }, person); }
  function takeBack(op, person) { return sender.act("voids", { ops: [op] }, person); }

  /** The newest is shown; of what was overtaken, or sent by itself, whatever somebody has to do something about. */
  function settleWith(act, result, isNewest) {
    if (isNewest) { ended(); present(result); } else if (needsSomebody(result)) keep(result);
  }

  /** Nothing is under way any more: what said so goes. */
  function ended() {
    clearTimeout(timer);
    if (shown?.kind === "sending") present(null);
  }

  /** An act was taken back, here or at another desk: where it is shown, that is said. */
  function forget(op) {
    if (op && shown?.op === op) present(make.taken(shown.person));
  }

  /** What is shown is of somebody before. */
  function settle() {
    isBefore = !!shown;
    place.classList.toggle("before", isBefore);
  }

  function present(result) {
    if (needsSomebody(shown) && performance.now() - shownAt < seenMs) keep(shown);
    const focus = document.activeElement;
    const isIdle = focus === document.body || [place, find("#found")].some((part) => part.contains(focus));
    shown = result;
    shownAt = performance.now();
    isBefore = false;
    draw();
    if (!shown) return;
    place.scrollIntoView({ block: "nearest" });
    // What is asked stands above what was pressed.
    if (isIdle) focusOn(place.querySelector("form :is(input, select)"));
  }

  function draw() {
    place.className = `verdict ${shown?.kind ?? ""}`;
    place.classList.toggle("before", isBefore);
    steady(place, () => fill(place, shown?.draw()));
  }

  function keep(result) {
    const card = h("div", { role: "alert" });
    kept.set(result, card);
    keptPlace.append(card);
    drawKept(result, card);
  }

  function drawKept(result, card) {
    card.className = `verdict ${result.kind}`;
    steady(card, () => fill(card, result.draw(), h("div", { class: "row" },
      h("button", { type: "button", "data-key": "away", onclick: () => putAway(result) }, t("putAway")))));
  }

  function putAway(result) {
    const card = kept.get(result);
    const hasFocus = card.contains(document.activeElement);
    kept.delete(result);
    card.remove();
    if (hasFocus) focusOn(keptPlace.querySelector("[data-key=away]"), find("#q"));
  }

  function redraw() {
    draw();
    kept.forEach((card, result) => drawKept(result, card));
  }

  onLanguage(redraw);
  return api;
}
