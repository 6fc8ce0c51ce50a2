// Somebody who is on no list.

import { fill, find, h, own } from "/shared/dom.js";
import { newKey } from "/shared/api.js";
import { onLanguage, t } from "/shared/lang.js";
import { nameOf } from "./people.js";
import { questionFields } from "./questions.js";

export function walkIn(desk, verdict) {
  const place = find("#walkin");
  let key = null;

  function draw() {
    const kept = Object.fromEntries([...place.querySelectorAll("[name]")].map((field) => [field.name, field.value]));
    const isOpen = place.querySelector("details")?.open;
    const input = (name, attributes) => h("div", { class: "field" },
      h("label", { for: `new-${name}` }, t(name)),
      h("input", { id: `new-${name}`, name, value: kept[name] ?? "", autocomplete: "off", maxlength: 100, ...attributes }));
    const letIn = h("input", { type: "checkbox", checked: true });
    const questions = h("div", { class: "questions", hidden: true });
    let asked = null;
    const ask = () => {
      const door = desk.point.doors.find((door) => door.door === desk.door);
      asked = door?.questions?.length && letIn.checked ? questionFields(door.questions, "new") : null;
      questions.hidden = !asked;
      fill(questions, asked?.fields ?? []);
    };
    letIn.addEventListener("change", ask);
    const form = h("form", { class: "walkin-form" },
      input("name", { dir: "auto", required: true }),
      h("div", { class: "two" },
        input("phone", { type: "tel", dir: "ltr" }), input("email", { type: "email", dir: "ltr" })),
      h("label", { class: "check" }, letIn, t("letIn")),
      questions,
      h("button", { class: "main" }, t("walkinDo")));
    form.addEventListener("input", () => { key = null; });
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      key ??= newKey();
      const sent = key;
      const body = { name: form.elements.name.value.trim() };
      for (const name of ["phone", "email"]) {
        const value = form.elements[name].value.trim();
        if (value) body[name] = value;
      }
      if (letIn.checked) {
        Object.assign(body, { checkin: true, door: desk.door });
        const answers = asked?.answers() ?? {};
        if (Object.keys(answers).length) body.answers = answers;
      }
      const button = form.querySelector("button.main");
      button.disabled = true;
      await verdict.act("participants", body, () => [t("walkin"), ": ", own(body.name)], (answer) => {
        drawAnswer(answer, body);
        // Somebody else may be written there by now.
        if (key !== sent) return;
        form.reset();
        key = null;
        ask();
        form.closest("details").open = false;
        find("#q").focus();
      }, sent);
      button.disabled = false;
    });
    fill(place, h("details", { open: isOpen, ontoggle: (event) => { if (event.target.open) { ask(); form.elements.name.focus(); } } },
      h("summary", {}, t("walkin")), form));
    if (isOpen) ask();
  }

  function drawAnswer(answer, body) {
    const id = typeof answer.participant === "string" ? answer.participant : answer.op;
    const person = { id, name: body.name };
    const alike = answer.alike && h("p", {}, t("alike"), " ",
      answer.alike.map((one, index) => [index ? " · " : "", own(one.name ?? one.id)]));
    if (answer.verdict) return verdict.show({ ...answer, participant: person }, { participant: id }, person, body.answers && { answers: body.answers }, alike);
    verdict.present("admitted", h("p", { class: "word" }, t("walkinDone")), h("p", { class: "name" }, nameOf(person)), alike);
  }

  find("#door").addEventListener("change", () => draw());
  onLanguage(draw);
}
