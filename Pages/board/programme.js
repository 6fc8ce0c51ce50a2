// The programme as it stands, and the three things that are done with a session.

import { get, newKey, post } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { fill, find, h, own, steady } from "/shared/dom.js";
import { date, language, moment, onLanguage, span, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { problemBox } from "/shared/problem.js";
import { times } from "/shared/times.js";

const everyMs = 30000;
// So far from its plan a session begins only when it is said twice.
const farMs = 12 * 3600000;
const steps = { planned: ["start", "skip"], running: ["end"] };
const tones = { running: "good", skipped: "warn" };

export function programme(board) {
  const place = find("#programme-list");
  let told = null;
  let problem = null;

  const read = once(async () => {
    told = await get(`programme?lang=${language()}`);
    draw();
  });

  async function step(session, name) {
    const isFar = name === "start" && Math.abs(told.now.ms - session.from.ms) >= farMs;
    const time = moment(session.from.ms, told.now.event.zone, told.now.ms);
    const isSure = await confirm(t(`${name}Ask`, { title: session.title }), t(name), isFar && h("p", {}, t("startFar", { time })));
    if (isSure) send(session, name, isFar ? { anyway: true } : {}, newKey());
  }

  async function send(session, name, body, key) {
    try {
      problem = null;
      await post(`programme/${encodeURIComponent(session.id)}/${name}`, body, key);
    } catch (failure) {
      problem = { failure, again: () => send(session, name, body, key) };
    }
    await read();
    draw();
  }

  function draw() {
    if (!told) return;
    steady(place, () => fill(place,
      problem && problemBox(problem.failure, problem.again),
      told.days.map((day) => h("section", { class: "card", "aria-label": day.title ?? day.id },
        h("h3", {}, own(day.title ?? day.id), " ", h("span", { class: "quiet" }, day.date && date(Date.parse(`${day.date}T12:00Z`), "UTC"))),
        day.overrun_ms > 0 && h("p", { class: "warn strong" }, t("late", { span: span(day.overrun_ms) })),
        h("div", {}, told.sessions.filter((session) => session.day === day.id).map(row))))));
  }

  function row(session) {
    // What is to begin by now, or else what comes next.
    const lead = told.sessions.find((one) => one.state === "planned" && told.on.includes(one.id))?.id ?? told.next;
    const isDue = session.state === "planned" && told.on.includes(session.id);
    const begins = session.started ?? session.begin ?? session.from;
    return h("div", { class: "session" },
      h("div", {},
        h("p", {}, h("span", { class: `tag ${isDue ? "warn" : tones[session.state] ?? ""}` }, t(isDue ? "due" : `state-${session.state}`)), " ",
          h("span", { class: "strong" }, own(session.title ?? session.id))),
        times(begins.ms, { event: told.now.event.zone }, told.now.ms),
        session.state !== "skipped" && session.delay_ms >= 60000 && h("p", { class: "warn" }, t("late", { span: span(session.delay_ms) }))),
      board.mayRun && h("div", { class: "row" }, (steps[session.state] ?? []).map((name) => h("button", {
        type: "button", class: name === "skip" ? "danger" : name === "end" || session.id === lead ? "main" : "", "data-key": `${session.id} ${name}`,
        "aria-label": `${t(name)}: ${session.title}`, onclick: () => step(session, name),
      }, t(name)))));
  }

  setInterval(() => { if (told && document.visibilityState === "visible") read(); }, everyMs);
  onLanguage(draw);
  return { read };
}
