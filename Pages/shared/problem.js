// A failure in words: what it means for whoever reads it, then what the daemon said, as it said it.

import { h } from "./dom.js";
import { t } from "./lang.js";

/** `again` sends the very same once more, where that can help. */
export function problemBox(problem, again) {
  if (!("status" in problem)) throw problem;
  return h("div", { class: "problem", role: "alert" },
    h("p", { class: "strong" }, t(problem.isAway ? "away" : problem.status === 507 ? "diskFull" : "notDone")),
    problem.isAway ? h("p", {}, t("awayKept"))
      : h("p", { class: "said", lang: "en", dir: "ltr" }, problem.message),
    again && problem.isWorthRepeating && h("button", { class: "main", type: "button", onclick: again }, t("again")));
}
