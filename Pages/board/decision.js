// The form in which a conflict is decided.

import { h } from "/shared/dom.js";
import { t } from "/shared/lang.js";
import { outcome, titleOf, whoOf } from "./conflict.js";
import { sender } from "./sending.js";

/** `done` is called with the choice in words; `before`: the form of the same conflict that this one takes over from. */
export function decision(one, before, done) {
  const id = `conflict-${one.id.slice(0, 12)}`;
  const who = whoOf(one);
  const sending = sender();
  const field = (name, label, attributes) => h("div", { class: "field" },
    h("label", { for: `${id}-${name}` }, t(label)), h("input", { id: `${id}-${name}`, name, "data-key": `${id} ${name}`, ...attributes }));
  const whose = field("participant", "anyoneElse", { dir: "ltr", maxlength: 64 });
  const form = h("form", {},
    h("fieldset", {},
      h("legend", { class: "strong" }, t(one.people ? "decideSame" : "decideWhich", { who })),
      one.choices.map((choice) => h("label", { class: "choice" },
        h("input", { type: "radio", name: "choice", value: choice, required: true, "data-key": `${id} ${choice}` }),
        h("span", {}, outcome(one, choice)))),
      whose,
      field("note", "note", { dir: "auto", maxlength: 400 }),
      h("button", { class: "main", "data-key": `${id} decide`, "aria-label": `${t("decide")}: ${titleOf(one)}, ${who}` }, t("decide")),
      sending.place));

  function follow() {
    whose.hidden = form.elements.choice.value !== "match";
    form.elements.participant.required = !whose.hidden;
  }
  if (before) {
    for (const name of ["choice", "note", "participant"]) form.elements[name].value = before.elements[name].value;
  }
  follow();

  form.addEventListener("input", () => { sending.forget(); follow(); });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const { choice, note, participant } = form.elements;
    const body = { choice: choice.value };
    if (note.value.trim()) body.note = note.value.trim();
    if (!whose.hidden) body.participant = participant.value.trim();
    sending.send(`conflicts/${one.id}/resolution`, body, () => done(outcome(one, body.choice, "outcome")));
  });
  return form;
}
