// Somebody who is on no list.

import { choose } from "/shared/dialog.js";
import { fill, find, h, idOf, steady } from "/shared/dom.js";
import { moment, onLanguage, t } from "/shared/lang.js";
import { checked } from "./checks.js";
import { lookFor, nameOf } from "./people.js";
import { questionFields } from "./questions.js";

const fields = ["name", "phone", "email"];
const alikeAtMost = 3;

/** What is being written outlives a reload of this page, and nothing else. */
const draft = {
  read() { try { return JSON.parse(sessionStorage.getItem("walkin")) ?? {}; } catch { return {}; } },
  write(values) { try { sessionStorage.setItem("walkin", JSON.stringify(values)); } catch { /* It is typed again then. */ } },
  drop() { try { sessionStorage.removeItem("walkin"); } catch { /* Nothing was kept. */ } },
};

export function walkIn(desk, verdict) {
  const kept = draft.read();
  const answers = {};
  let isBusy = false;
  let isOpenedByHand = false;

  // Made once: neither another language nor another door takes away what is being written.
  const input = (name, attributes) => h("div", { class: "field" },
    h("label", { for: `new-${name}`, "data-t": name }),
    h("input", { id: `new-${name}`, name, value: kept[name] ?? "", autocomplete: "off", ...attributes }));
  const letIn = h("input", { type: "checkbox", checked: true });
  const questions = h("div", { class: "questions", hidden: true });
  const form = h("form", { class: "walkin-form", novalidate: true },
    input("name", { dir: "auto", required: true, maxlength: 200 }),
    h("div", { class: "two" },
      input("phone", { type: "tel", dir: "ltr", maxlength: 100 }), input("email", { type: "email", dir: "ltr", maxlength: 100 })),
    h("label", { class: "check" }, letIn, h("span", { "data-t": "letIn" })),
    questions,
    h("button", { class: "main", "data-t": "walkinDo" }));
  const details = h("details", { open: fields.some((name) => kept[name]) },
    h("summary", { onclick: () => { isOpenedByHand = !details.open; } }, h("h2", { "data-t": "walkin" })), form);
  fill(find("#walkin"), details);

  function ask() {
    const asked = letIn.checked && desk.point.doors.find((door) => door.door === desk.door)?.questions;
    questions.hidden = !asked?.length;
    steady(questions, () => fill(questions, asked && questionFields(asked, "new", answers)));
  }

  function written() {
    const body = {};
    for (const name of fields) {
      const value = form.elements[name].value.trim();
      if (value) body[name] = value;
    }
    if (letIn.checked) {
      Object.assign(body, { checkin: true, door: desk.door });
      const given = Object.entries(answers).filter(([id]) => form.elements[id] && !questions.hidden);
      if (given.length) body.answers = Object.fromEntries(given);
    }
    return body;
  }

  /** Who on the list may be meant: the id of one, "" for nobody, undefined for a way back. */
  async function meant(name) {
    // A node that does not answer is told of when it is to record.
    const found = (await lookFor(name).catch(() => [])).slice(0, alikeAtMost);
    if (!found.length) return "";
    return choose(t("alikeAsk"), [
      ...found.map((person) => [person, [
        nameOf(person), " ", idOf(person.id), person.inside && [" · ", t("inside", { time: moment(person.inside_since_ms, desk.zone) })]]]),
      ["", t("alikeNone")]], h("p", {}, t("alikeHow")));
  }

  function clear() {
    form.reset();
    draft.drop();
    for (const id of Object.keys(answers)) delete answers[id];
    ask();
    const hadFocus = details.contains(document.activeElement);
    details.open = false;
    if (hadFocus) find("#q").focus();
  }

  form.addEventListener("input", () => draft.write(Object.fromEntries(fields.map((name) => [name, form.elements[name].value]))));
  letIn.addEventListener("change", ask);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy || !checked(form)) return;
    isBusy = true;
    const body = written();
    const person = await meant(body.name);
    isBusy = false;
    if (person === undefined) return;
    // What is on its way is kept there.
    draft.drop();
    if (person === "") return verdict.register(body);
    const { door, answers: given } = body;
    clear();
    verdict.checkIn({ participant: person.id }, person, { door, ...(given && { answers: given }) });
  });
  details.addEventListener("toggle", () => {
    if (!details.open) return;
    ask();
    if (isOpenedByHand) form.elements.name.focus();
  });
  verdict.onAnswer = (act) => {
    // Somebody else may be written there by now.
    if (act.path === "participants" && JSON.stringify(act.body) === JSON.stringify(written())) clear();
  };
  find("#door").addEventListener("change", ask);
  onLanguage(() => form.querySelectorAll(".wrong").forEach((said) => said.remove()));
  return { ask, dropDraft: draft.drop };
}
