// What a door asks, as fields of a form.

import { h, own } from "/shared/dom.js";
import { t } from "/shared/lang.js";

/** The fields of a door's questions, and `answers()` of those that are filled in. */
export function questionFields(questions, prefix) {
  const readers = [];
  const fields = questions.map((question) => {
    const id = `${prefix}-${question.id}`;
    const label = h("label", { for: id }, own(question.title), !question.required && [" ", h("span", { class: "quiet" }, `(${t("optional")})`)]);
    const attributes = { id, name: question.id, required: question.required };
    const choices = question.type === "yes-no" ? [["yes", t("yes")], ["no", t("no")]]
      : question.choices?.map((choice) => [choice, choice]);
    const field = choices
      ? h("select", attributes, h("option", { value: "" }, "–"), choices.map(([value, text]) => h("option", { value }, text)))
      : h("input", { ...attributes, dir: "auto", maxlength: 200, inputmode: question.type === "number" ? "decimal" : null });
    readers.push(() => [question.id, field.value.trim()]);
    return h("div", { class: "field" }, label, field);
  });
  return { fields, answers: () => Object.fromEntries(readers.map((read) => read()).filter(([, value]) => value)) };
}
