// A check-in or check-out, and its result in large words to read aloud.

import { newKey, post } from "../shared/api.js";
import { confirm } from "../shared/dialog.js";
import { code, fill, find, h, own } from "../shared/dom.js";
import { has, moment, t } from "../shared/lang.js";
import { problemBox } from "../shared/problem.js";
import { nameOf } from "./people.js";
import { questionFields } from "./questions.js";

const marks = { admitted: "✓", repeat: "↺", refused: "✕", goodbye: "↩", taken: "↶", openQuestions: "?" };

export const reasonWords = (reason) => has(`reason-${reason}`) ? t(`reason-${reason}`) : reason;

export function verdict(desk) {
  const place = find("#verdict");
  const api = { checkIn, checkOut, show, act, onDone: () => {} };
  let number = 0;

  /** Sends an act and shows what came of it; a failure keeps the act and its key for another try. */
  async function act(path, body, draw, key = newKey()) {
    const mine = ++number;
    try {
      const answer = await post(path, body, key);
      if (mine === number) draw(answer);
      return answer;
    } catch (problem) {
      if (mine !== number && !problem.isAway) return null;
      present("", problemBox(problem, () => act(path, body, draw, key)));
      return null;
    }
  }

  function checkIn(who, person, more = {}) {
    const body = { ...who, door: desk.door, ...more };
    return act("checkins", body, (answer) => {
      show(answer, who, person);
      if (answer.verdict !== "refused") api.onDone();
    });
  }

  function checkOut(person) {
    return act("checkouts", { participant: person.id }, (answer) => {
      present("repeat",
        word("goodbye"), h("p", { class: "name" }, nameOf(answer.participant ?? person)),
        h("p", { class: "aloud" }, answer.say),
        answer.orphan && h("p", { class: "strong" }, t("nobodyOut")), taking(answer.op));
      api.onDone();
    });
  }

  function show(answer, who, person, ...more) {
    const known = answer.participant?.id ? answer.participant : person;
    const again = (extra) => checkIn(who, person, extra);
    // Who has only to be asked is not turned away.
    const isAsked = answer.reason === "questions-open" && who;
    present(isAsked ? "ask" : answer.verdict,
      word(isAsked ? "openQuestions" : answer.verdict),
      known && h("p", { class: "name" }, nameOf(known), " ", known.name && h("small", {}, code(known.id))),
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

  const word = (name) => h("p", { class: "word" },
    h("span", { class: "mark", "aria-hidden": "true" }, marks[name]), t(name));
  const undoButton = (op) => h("button", { type: "button", onclick: () => takeBack(op) }, t("undo"));
  const taking = (op) => h("div", { class: "row" }, undoButton(op));
  const takeBack = (op) => act("voids", { ops: [op] }, () => present("", word("taken")));

  function present(kind, ...children) {
    place.className = `verdict ${kind}`;
    place.hidden = false;
    fill(place, ...children);
    place.scrollIntoView({ block: "nearest" });
  }

  api.present = present;
  api.word = word;
  return api;
}
