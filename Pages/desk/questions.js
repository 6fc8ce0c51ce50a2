// What a door asks, as fields of a form.

import { h, own } from "/shared/dom.js";
import { t } from "/shared/lang.js";

/** The fields of a door's questions; what is filled in stands in `answers`, by question, for as long as they are asked. */
export function questionFields(questions, prefix, answers) {
  return questions.map((question) => {
    const id = `${prefix}-${question.id}`;
    const label = h("label", { for: id }, own(question.title), !question.required && [" ", h("span", { class: "quiet" }, `(${t("optional")})`)]);
    const take = ({ target }) => {
      answers[question.id] = target.value.trim();
      if (!answers[question.id]) delete answers[question.id];
    };
    const attributes = { id, name: question.id, "data-key": id, "data-bytes": 400, required: question.required, oninput: take };
    const choices = question.type === "yes-no" ? [["yes", t("yes")], ["no", t("no")]]
      : question.choices?.map((choice) => [choice, choice]);
    const field = choices
      ? h("select", attributes, h("option", { value: "" }, "–"), choices.map(([value, text]) => h("option", { value }, text)))
      : h("input", { ...attributes, dir: "auto", maxlength: 200, inputmode: question.type === "number" ? "decimal" : null });
    field.value = answers[question.id] ?? "";
    return h("div", { class: "field" }, label, field);
  });
}
