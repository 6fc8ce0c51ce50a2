// What the centre announces: in sight until somebody here has seen it.

import { get, newKey, post } from "/shared/api.js";
import { fill, find, h, own, steady } from "/shared/dom.js";
import { moment, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { problemBox } from "/shared/problem.js";

export function notices(desk) {
  const place = find("#notices");
  const heard = find("#heard");
  const keys = new Map();
  const shown = new Set();
  let all = [];
  let problem = null;
  let drawn = "";

  const read = once(async () => {
    all = (await get("announcements")).announcements;
    draw();
    if (document.visibilityState !== "visible") return;
    for (const one of all.filter((one) => !one.shown_ms && !shown.has(one.announcement))) {
      shown.add(one.announcement);
      post(`announcements/${one.announcement}/seen`, {}).catch(() => shown.delete(one.announcement));
    }
  });

  async function seen(id) {
    if (!keys.has(id)) keys.set(id, newKey());
    try {
      problem = null;
      await post(`announcements/${id}/seen`, { acknowledged: true }, keys.get(id));
    } catch (failure) {
      problem = { failure, id };
    }
    await read();
    draw();
  }

  function draw() {
    // What is drawn anew is read aloud anew.
    const said = all.map((one) => [one.announcement, one.text, one.acknowledged_ms]);
    const text = JSON.stringify([said, problem?.id, problem?.failure.message, t("seen")]);
    if (text === drawn) return;
    drawn = text;
    const open = all.filter((one) => !one.acknowledged_ms);
    place.hidden = !open.length && !problem;
    steady(place, () => fill(place,
      problem && problemBox(problem.failure, () => seen(problem.id)),
      open.map((one) => h("div", { class: "notice", role: "alert" },
        h("div", {},
          h("p", { class: "text" }, own(one.text, { lang: one.language })),
          h("p", { class: "quiet" }, t("announced", { time: moment(one.time_ms, desk.zone) }))),
        h("button", {
          type: "button", "data-key": one.announcement, "aria-label": `${t("seen")}: ${one.text}`, onclick: () => seen(one.announcement),
        }, t("seen"))))));
    const done = all.filter((one) => one.acknowledged_ms);
    find("#heard-card").hidden = !done.length;
    fill(heard, done.map((one) => h("li", {}, h("div", {},
      h("p", {}, own(one.text, { lang: one.language })),
      h("p", { class: "quiet" }, t("seenAt", { time: moment(one.acknowledged_ms, desk.zone) }))))));
  }

  onLanguage(draw);
  return { read };
}
