// What is on and what comes next, by the clocks of the point, of Jerusalem and of Greenwich.

import { get } from "/shared/api.js";
import { fill, find, h, own } from "/shared/dom.js";
import { onLanguage, span, t, tellTime, timeNow } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { times } from "/shared/times.js";

const everyMs = 30000;

export function programme(desk) {
  const place = find("#programme");
  let told = null;

  const read = once(async () => {
    told = await get("programme");
    tellTime(told.now.ms);
    draw();
  });

  function draw() {
    if (!told) return;
    const now = timeNow();
    const of = (id) => told.sessions.find((session) => session.session === id);
    const on = told.on.map(of).filter(Boolean);
    const next = told.next && of(told.next);
    const zones = { here: told.now.point?.zone, event: told.now.event.zone };
    const entry = (session, label, rest) => h("div", { class: "session" },
      h("p", {}, h("span", { class: rest ? "tag" : "tag good" }, label), " ",
        h("span", { class: "strong" }, own(session.title, { lang: session.language }))),
      times((session.started ?? session.begin ?? session.planned_begin).ms, zones, now),
      rest && h("p", { class: "quiet" }, rest));
    fill(place,
      on.map((session) => entry(session, t("now"))),
      next && entry(next, t("next"), t("startsIn", { span: span((next.begin ?? next.planned_begin).ms - now) })),
      !on.length && !next && h("p", { class: "quiet" }, t("noProgramme")));
  }

  setInterval(() => { if (told && document.visibilityState === "visible") read(); }, everyMs);
  onLanguage(draw);
  return { read };
}
