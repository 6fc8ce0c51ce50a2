// What a form cannot send, said beside the field, in the language of the page.

import { h } from "/shared/dom.js";
import { t } from "/shared/lang.js";

// The node's limit for a text, where a field has no other.
const textBytes = 200;
const isSeen = (text) => text.replace(/[\p{C}\p{Z}]/gu, "") !== "";

function wrong(field) {
  const text = field.value.trim();
  if (field.required && !isSeen(text)) return t("fieldNeeded");
  if (new TextEncoder().encode(text).length > (field.dataset.bytes ?? textBytes)) return t("fieldLong");
  return field.validity.valid ? "" : t("fieldEmail");
}

/** Whether all fields of a form can be sent; the first that cannot has the focus then. */
export function checked(form) {
  form.querySelectorAll(".wrong").forEach((old) => old.remove());
  const bad = [...form.elements].filter((field) => {
    const words = field.name && wrong(field);
    for (const name of ["aria-invalid", "aria-describedby"]) field.removeAttribute(name);
    if (!words) return false;
    const id = `${field.id}-wrong`;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", id);
    field.after(h("p", { id, class: "wrong bad strong" }, words));
    return true;
  });
  bad[0]?.focus();
  return !bad.length;
}
