// An act on its way to the hub: says that it is being sent, and what became of it; has one key until that is known.

import { newKey, onReach, post } from "/shared/api.js";
import { fill, h } from "/shared/dom.js";
import { t } from "/shared/lang.js";
import { problemBox } from "/shared/problem.js";

// Those that had no answer: once the hub answers again, they no longer say that it is away.
const unanswered = new Set();
onReach((isThere) => {
  if (!isThere) return;
  for (const tell of unanswered) tell();
  unanswered.clear();
});

/** `place` is where it says so. */
export function sender() {
  const place = h("div", { role: "status", tabindex: "-1" });
  let key = null;
  let isUnderWay = false;
  let back = null;

  function say(...parts) {
    const isHeld = place.contains(document.activeElement);
    fill(place, ...parts);
    if (isHeld) (place.querySelector("button") ?? place).focus();
  }

  /** Another act is meant from now on. */
  function forget() {
    if (isUnderWay) return;
    key = null;
    unanswered.delete(back);
    say();
  }

  /** Calls `done` once it is recorded. What is pressed while it is under way is the same act. */
  async function send(path, body, done) {
    if (isUnderWay) return;
    isUnderWay = true;
    key ??= newKey();
    unanswered.delete(back);
    const again = () => send(path, body, done);
    say(h("p", { class: "quiet" }, t("sending")));
    try {
      await post(path, body, key);
      key = null;
      isUnderWay = false;
      say();
      done();
    } catch (problem) {
      isUnderWay = false;
      if (!problem.isWorthRepeating) key = null;
      say(problemBox(problem, again));
      place.scrollIntoView({ block: "nearest" });
      back = () => say(h("div", { class: "problem" }, h("p", { class: "strong" }, t("unconfirmed")),
        h("button", { class: "main", type: "button", onclick: again }, t("again"))));
      if (problem.isAway) unanswered.add(back);
    }
  }

  return { place, say, send, forget };
}
