// A check-in or check-out, and its result in large words to read aloud.

import { newKey, post } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { fill, find, h, idOf, own } from "/shared/dom.js";
import { has, moment, onLanguage, t } from "/shared/lang.js";
import { problemBox } from "/shared/problem.js";
import { nameOf } from "./people.js";
import { questionFields } from "./questions.js";

const marks = { admitted: "✓", repeat: "↺", refused: "✕", goodbye: "↩", taken: "↶", openQuestions: "?" };

export const reasonWords = (reason) => has(`reason-${reason}`) ? t(`reason-${reason}`) : reason;

export function verdict(desk) {
  const place = find("#verdict");
  const waiting = find("#unsent");
  const api = { checkIn, checkOut, show, act, present, word, forget, onDone: () => {} };
  const unsent = new Map();
  const flying = new Set();
  let number = 0;

  /**
   * Sends an act and shows what came of it. One that got no answer stays in sight, with its key, until it is sent or
   * left: the next in the queue does not push it away.
   */
  async function act(path, body, what, draw, key = newKey()) {
    // Pressed twice is meant once.
    const same = path + JSON.stringify(body);
    if (flying.has(same)) return null;
    flying.add(same);
    const mine = ++number;
    try {
      const answer = await post(path, body, key);
      unsent.delete(key);
      if (mine === number) draw(answer);
      return answer;
    } catch (problem) {
      const again = () => act(path, body, what, draw, key);
      if (problem.isWorthRepeating) unsent.set(key, { problem, what, again });
      else {
        unsent.delete(key);
        present("", h("p", { class: "strong" }, what()), problemBox(problem));
      }
      return null;
    } finally {
      flying.delete(same);
      drawUnsent();
    }
  }

  function drawUnsent() {
    waiting.hidden = !unsent.size;
    fill(waiting, [...unsent].map(([key, { problem, what, again }]) => h("div", { class: "card" },
      h("p", { class: "strong" }, what()), problemBox(problem, again),
      h("div", {}, h("button", { type: "button", onclick: () => { unsent.delete(key); drawUnsent(); } }, t("leave"))))));
  }

  const doing = (name, who) => () => [t(name), ": ", who];

  function checkIn(who, person, more = {}) {
    const body = { ...who, door: desk.door, ...more };
    const what = doing("checkin", person ? nameOf(person) : own(who.ticket ? `${who.ticket.slice(0, 16)}…` : who.participant));
    return act("checkins", body, what, (answer) => {
      show(answer, who, person, more);
      if (answer.verdict !== "refused") api.onDone();
    });
  }

  function checkOut(person) {
    return act("checkouts", { participant: person.id }, doing("checkout", nameOf(person)), (answer) => {
      present("",
        word("goodbye"), h("p", { class: "name" }, nameOf(answer.participant ?? person)),
        h("p", { class: "aloud" }, answer.say),
        answer.orphan && h("p", { class: "strong" }, t("nobodyOut")), taking(answer.op));
      api.onDone();
    });
  }

  /** `given` is what was sent beside who it is; it is sent again with what is added. */
  function show(answer, who, person, given, ...more) {
    const known = answer.participant?.id ? answer.participant : person;
    const again = (extra) => checkIn(who, person, { ...given, ...extra });
    // Who has only to be asked is not turned away.
    const isAsked = answer.reason === "questions-open" && who;
    present(isAsked ? "ask" : answer.verdict,
      word(isAsked ? "openQuestions" : answer.verdict),
      known && h("p", { class: "name" }, nameOf(known), " ", known.name && h("small", {}, idOf(known.id))),
      h("p", { class: "aloud" }, answer.say),
      answer.reason && !isAsked && h("p", { class: "strong" }, reasonWords(answer.reason)),
      answer.despite && h("p", { class: "strong" }, t("despite", { reason: reasonWords(answer.despite) })),
      answer.since_ms && h("p", {},
        t("since", { time: moment(answer.since_ms, desk.zone) }), answer.since_by && [" · ", t("byDesk", { desk: answer.since_by })]),
      answer.used_ms && h("p", {},
        t("usedAt", { time: moment(answer.used_ms, desk.zone), point: answer.used_point }),
        answer.used_by && [" · ", t("byDesk", { desk: answer.used_by })]),
      answer.unknowns?.unlisted && h("p", {}, t("unlisted")),
      answer.unknowns?.clock_err_ms > 300000 && h("p", {}, t("clockUnsure")),
      answer.closed && h("p", {}, t("closed")),
      ...more,
      isAsked && questionForm(answer.questions, again),
      h("div", { class: "row" },
        answer.verdict === "admitted" && undoButton(answer.checkin ?? answer.op),
        answer.verdict === "repeat" && known && h("button", { type: "button", onclick: () => checkOut(known) }, t("checkout")),
        answer.anyway && !isAsked && who && h("button", {
          type: "button",
          onclick: async () => {
            const reason = reasonWords(answer.reason);
            if (await confirm(t("anywayAsk", { reason }), t("anyway"),
              known && h("p", { class: "strong" }, nameOf(known)), h("p", {}, t("anywaySure")))) again({ anyway: true });
          },
        }, t("anyway"))));
  }

  function questionForm(questions, again) {
    const asked = questionFields(questions, "verdict");
    return h("form", {
      class: "questions",
      onsubmit: (event) => { event.preventDefault(); again({ answers: asked.answers() }); },
    }, asked.fields, h("button", { class: "main" }, t("checkin")));
  }

  function word(name) {
    return h("p", { class: "word" }, h("span", { class: "mark", "aria-hidden": "true" }, marks[name]), t(name));
  }
  const undoButton = (op) => h("button", { type: "button", "data-op": op, onclick: () => takeBack(op) }, t("undo"));
  const taking = (op) => h("div", { class: "row" }, undoButton(op));
  const takeBack = (op) => act("voids", { ops: [op] }, () => t("undo"), () => forget(op));

  /** An act was taken back: if it is the one that is shown, that is said. */
  function forget(op) {
    if (place.querySelector(`[data-op="${op}"]`)) present("", word("taken"));
  }

  function present(kind, ...children) {
    place.className = `verdict ${kind}`;
    fill(place, ...children);
    place.scrollIntoView({ block: "nearest" });
  }

  onLanguage(drawUnsent);
  return api;
}
