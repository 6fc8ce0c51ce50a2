// A question before what cannot be done by a slip.

import { fill, h } from "./dom.js";
import { t } from "./lang.js";

/** Asks; true for yes. The focus begins on the way back. */
export function confirm(question, yes, ...more) {
  return new Promise((answered) => {
    const dialog = h("dialog", { "aria-labelledby": "question" });
    const end = (value) => { dialog.close(); dialog.remove(); answered(value); };
    fill(dialog,
      h("h2", { id: "question" }, question), ...more,
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => end(false), autofocus: true }, t("back")),
        h("button", { type: "button", class: "main", onclick: () => end(true) }, yes)));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(false); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
