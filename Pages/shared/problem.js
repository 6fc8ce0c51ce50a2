// A failure in the words of the page: what it means, and what to do. What the daemon said, in English, is there to be
// read to whoever helps.

import { h } from "./dom.js";
import { language, t } from "./lang.js";

// Daemons give no codes: what matters at a desk is known by what they say.
const takenAlready = /taken back already/;
const saying = [
  [takenAlready, "problemTaken"],
  [/has not received the list/, "problemNoList"],
  [/This door (asks nothing|has no question)/, "problemQuestions"],
  [/two ways|must be a number/, "problemNumber"],
  [/bytes|too long/, "problemLength"],
];
const meaning = {
  400: "problemForm", 401: "problemLogin", 403: "problemRights", 404: "problemUnknown", 409: "problemState", 422: "problemForm",
  503: "problemBusy", 507: "diskFull",
};

/** What a failure means, in a sentence that says what to do. */
export function problemWords(problem) {
  if (problem.isAway) return t("awayKept");
  const said = saying.find(([pattern]) => pattern.test(problem.message));
  return t(said?.[1] ?? meaning[problem.status] ?? "problemFault");
}

/** Whether what was to be taken back is: another desk was first. */
export const isTakenAlready = (problem) => takenAlready.test(problem.message);

/** `again` sends the very same once more, where that can help. */
export function problemBox(problem, again) {
  if (!("status" in problem)) throw problem;
  const own = !problem.isAway && problem.message && h("p", { class: "said", lang: "en", dir: "ltr" }, problem.message);
  return h("div", { class: "problem", role: "alert" },
    h("p", { class: "strong" }, t(problem.isAway ? "away" : "notDone")),
    h("p", {}, problemWords(problem)),
    own && (language() === "en" ? own : h("details", {}, h("summary", {}, t("problemSaid")), own)),
    again && problem.isWorthRepeating && h("button", { class: "main", type: "button", "data-key": "again", onclick: again }, t("again")));
}
