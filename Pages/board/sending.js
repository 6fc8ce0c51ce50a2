// An act on its way to the hub: says that it is being sent, and what became of it. It has one key until that is known.

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
  let act = null;
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
    act = null;
    unanswered.delete(back);
    say();
  }

  /** Calls `done` once it is recorded. Until then nothing else is sent from here. */
  async function send(path, body, done) {
    if (isUnderWay) return place.scrollIntoView({ block: "nearest" });
    isUnderWay = true;
    const text = JSON.stringify([path, body]);
    if (act?.text !== text) act = { text, key: newKey() };
    unanswered.delete(back);
    const again = () => send(path, body, done);
    say(h("p", { class: "quiet" }, t("sending")));
    try {
      await post(path, body, act.key);
      act = null;
      isUnderWay = false;
      say();
      done();
    } catch (problem) {
      isUnderWay = false;
      if (!problem.isWorthRepeating) act = null;
      say(problemBox(problem, again));
      place.scrollIntoView({ block: "nearest" });
      back = () => say(h("div", { class: "problem" }, h("p", { class: "strong" }, t("unconfirmed")),
        h("button", { class: "main", type: "button", onclick: again }, t("again"))));
      if (problem.isAway) unanswered.add(back);
    }
  }

  return { place, say, send, forget };
}
