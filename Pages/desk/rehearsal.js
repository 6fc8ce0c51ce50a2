// Trying out, before the day, what it is like without a link: begun here, done by the node, told step by step.

import { get, newKey, post } from "/shared/api.js";
import { fill, find, h, steady } from "/shared/dom.js";
import { moment, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { problemBox } from "/shared/problem.js";

const ends = { well: "rehearsedWell", failed: "rehearsedFailed", unfinished: "rehearsedNot" };

export function rehearsal(desk) {
  const list = find("#rehearsal-steps");
  const rest = find("#rehearsal-end");
  let state = { running: false, steps: [] };
  let problem = null;
  let key = null;
  let drawn = [];

  const read = once(async () => {
    state = await get("rehearsal");
    draw();
  });

  async function begin() {
    // One key for each rehearsal that somebody means: pressed twice it is begun once.
    key ??= newKey();
    try {
      problem = null;
      await post("rehearsal", {}, key);
      key = null;
    } catch (failure) {
      problem = failure;
      if (!failure.isWorthRepeating) key = null;
    }
    await read();
    draw();
  }

  function step(one) {
    return h("li", { class: one.ok ? null : "problem" },
      h("p", {}, h("span", { "aria-hidden": "true" }, one.ok ? "✓ " : "✗ "), one.text),
      one.advice && h("p", { class: "strong" }, one.advice));
  }

  function draw() {
    // A step that is there already is not read aloud again.
    const texts = state.steps.map((one) => one.text);
    const isMore = texts.length >= drawn.length && drawn.every((text, index) => text === texts[index]);
    if (isMore) list.append(...state.steps.slice(drawn.length).map(step));
    else fill(list, state.steps.map(step));
    drawn = texts;
    const end = ends[state.outcome];
    steady(rest, () => fill(rest,
      problem && problemBox(problem, begin),
      h("p", { class: "strong", role: "status" },
        state.running ? t("rehearsing") : end && t(end, { time: moment(state.ended_ms, desk.zone) })),
      h("button", { type: "button", "data-key": "rehearse", "aria-disabled": state.running ? "true" : null,
        onclick: () => { if (!state.running) begin(); } }, t("rehearse"))));
  }

  onLanguage(draw);
  return { read };
}
