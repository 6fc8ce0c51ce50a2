// What came of an act, in large words to read aloud.

import { confirm } from "/shared/dialog.js";
import { h, idOf, own } from "/shared/dom.js";
import { has, language, moment, t } from "/shared/lang.js";
import { problemBox } from "/shared/problem.js";
import { checked } from "./checks.js";
import { nameOf } from "./people.js";
import { questionFields } from "./questions.js";
import { what } from "./sending.js";

const marks = { admitted: "✓", repeat: "↺", refused: "✕", goodbye: "↩", taken: "↶", openQuestions: "?", sending: "○", noTicket: "✕" };
const calm = new Set(["admitted", "past", "sending"]);

export const reasonWords = (reason) => has(`reason-${reason}`) ? t(`reason-${reason}`) : reason;

export const word = (name) =>
  h("p", { class: "word" }, h("span", { class: "mark", "aria-hidden": "true" }, marks[name]), t(name));

/** Whether somebody has to do something about a result. */
export const needsSomebody = (result) => !!result && !calm.has(result.kind);

/**
 * Results are `{kind, op, person, ids, draw}`: `draw()` gives their parts in the language of the page, `ids` are what the
 * person was called by. `does` is what can be done about them: `checkIn(who, person, more)`, `checkOut(person)`,
 * `takeBack(op, person)`.
 */
export function results(desk, does) {
  const button = (key, words, work) => h("button", { type: "button", "data-key": key, onclick: work }, words);
  const undo = (op, person) => op && button(`undo ${op}`, t("undo"), () => does.takeBack(op, person));
  const aloud = (answer, tag) => h("p", { class: "aloud", lang: tag, dir: "auto" }, answer.say);

  /** The door that was asked, which need not be the one that is chosen now. */
  const doorLine = (body) => {
    const door = desk.point.doors.length > 1 && desk.point.doors.find((one) => one.door === body.door);
    return door && h("p", { class: "quiet" }, t("door"), ": ", own(door.title));
  };

  function ofDoor(act, answer) {
    const { body } = act;
    const isNew = act.path === "participants";
    const id = typeof answer.participant === "string" ? answer.participant : answer.participant?.id;
    const known = isNew ? { id: id ?? answer.op, name: body.name } : id ? answer.participant : act.person;
    const who = body.ticket ? { ticket: body.ticket } : { participant: body.participant ?? known.id };
    // Who has only to be asked is not turned away.
    const isAsked = answer.reason === "questions-open";
    const answers = { ...body.answers };
    const tag = language();
    const again = (more) => does.checkIn(who, known, {
      door: body.door, ...(Object.keys(answers).length && { answers }), ...(body.anyway && { anyway: true }), ...more });

    const passOver = async () => {
      const reason = reasonWords(answer.reason);
      if (await confirm(t("anywayAsk", { reason }), t("anyway"),
        known && h("p", { class: "strong" }, nameOf(known)), doorLine(body), h("p", {}, t("anywaySure")))) again({ anyway: true });
    };
    const questionForm = () => {
      // The point tells what its doors ask in the language of the page.
      const here = desk.point.doors.find((one) => one.door === body.door)?.questions ?? [];
      const questions = answer.questions.map((one) => here.find((other) => other.id === one.id) ?? one);
      const form = h("form", { class: "questions", novalidate: true },
        questionFields(questions, "verdict", answers), h("button", { class: "main", "data-key": "answer" }, t("checkin")));
      form.addEventListener("submit", (event) => { event.preventDefault(); if (checked(form)) again({}); });
      return form;
    };
    const op = answer.verdict === "admitted" ? answer.checkin ?? answer.op : null;
    return {
      kind: isAsked ? "ask" : answer.verdict, op, person: known, ids: [body.ticket, body.participant, known?.id],
      draw: () => [
        word(isAsked ? "openQuestions" : answer.verdict),
        known && h("p", { class: "name" }, nameOf(known), " ", known.name && h("small", {}, idOf(known.id))),
        aloud(answer, tag),
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
        alike(answer), doorLine(body),
        isAsked && questionForm(),
        h("div", { class: "row" },
          undo(op, known),
          answer.verdict === "repeat" && known && button("out", t("checkout"), () => does.checkOut(known)),
          answer.anyway && !isAsked && button("anyway", t("anyway"), passOver))],
    };
  }

  const alike = (answer) => answer.alike && h("p", {}, t("alike"), " ",
    answer.alike.map((one, index) => [index ? " · " : "", nameOf(one), one.name && [" ", idOf(one.id)]]));

  function ofWayOut(act, answer) {
    const person = answer.participant ?? act.person;
    const tag = language();
    return {
      kind: "past", op: answer.op, person, ids: [person.id],
      draw: () => [
        word("goodbye"), h("p", { class: "name" }, nameOf(person)), aloud(answer, tag),
        answer.orphan && h("p", { class: "strong" }, t("nobodyOut")), h("div", { class: "row" }, undo(answer.op, person))],
    };
  }

  return {
    taken: (person) => ({ kind: "past", draw: () => [word("taken"), person && h("p", { class: "name" }, nameOf(person))] }),
    sending: (act) => ({ kind: "sending", draw: () => [word("sending"), h("p", { class: "strong" }, what(act))] }),
    noTicket: (text) => ({ kind: "refused", draw: () => [word("noTicket"), h("p", { class: "strong" }, own(text)), h("p", {}, t("noTicketHow"))] }),
    refused: (act, problem) => ({ kind: "failed", ids: [act.body.ticket, act.body.participant], draw: () => [h("p", { class: "strong" }, what(act)), problemBox(problem)] }),
    answered(act, answer) {
      if (act.path === "checkouts") return ofWayOut(act, answer);
      if (answer.verdict) return ofDoor(act, answer);
      return {
        kind: "admitted", op: answer.op, person: { id: answer.op, name: act.body.name }, ids: [answer.op],
        draw: () => [h("p", { class: "word" }, t("walkinDone")), h("p", { class: "name" }, own(act.body.name)), alike(answer)],
      };
    },
  };
}
