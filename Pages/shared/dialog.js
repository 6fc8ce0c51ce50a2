// A question before what cannot be done by a slip.

import { fill, focusOn, h } from "./dom.js";
import { t } from "./lang.js";

/** Asks; true for yes. The focus begins on the way back. */
export const confirm = (question, yes, ...more) => choose(question, [[true, yes]], ...more).then(Boolean);

/** Asks which of `[value, words]` it is, the last standing out; undefined for none. */
export function choose(question, choices, ...more) {
  return new Promise((answered) => {
    const from = document.activeElement;
    const dialog = h("dialog", { "aria-labelledby": "question" });
    const end = (value) => {
      dialog.close();
      dialog.remove();
      // What was pressed may have been drawn anew meanwhile.
      const { key } = from.dataset;
      if (!from.isConnected) focusOn(key && document.querySelector(`[data-key="${CSS.escape(key)}"]`), document.querySelector("#work"));
      answered(value);
    };
    fill(dialog,
      h("h2", { id: "question" }, question), ...more,
      h("div", { class: "row" },
        h("button", { type: "button", onclick: () => end(), autofocus: true }, t("back")),
        choices.map(([value, words], index) => h("button", {
          type: "button", class: index === choices.length - 1 && "main", onclick: () => end(value),
        }, words))));
    dialog.addEventListener("cancel", (event) => { event.preventDefault(); end(); });
    document.body.append(dialog);
    dialog.showModal();
  });
}
