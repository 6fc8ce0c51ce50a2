// A failure in the words of the page: what it means, and what to do. What the daemon said, in English, is there to be
// read to whoever helps.

import { h } from "./dom.js";
import { language, t } from "./lang.js";

const alreadyTakenBack = "already_taken_back";
const known = {
  [alreadyTakenBack]: "problemTaken", no_roster: "problemNoList", no_such_question: "problemQuestions",
  not_a_number: "problemNumber", wrong_length: "problemLength",
};
const meaning = {
  400: "problemForm", 401: "problemLogin", 403: "problemRights", 404: "problemUnknown", 409: "problemState",
  413: "problemLength", 422: "problemForm", 503: "problemBusy", 507: "diskFull",
};

/** What a failure means, in a sentence that says what to do. */
export function problemWords(problem) {
  if (problem.isAway) return t("awayKept");
  return t(known[problem.code] ?? meaning[problem.status] ?? "problemFault");
}

/** Whether what was to be taken back is: another desk was first. */
export const isTakenAlready = (problem) => problem.code === alreadyTakenBack;

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
