// The programme as it stands, and the three things that are done with a session.

import { get } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { fill, find, h, own } from "/shared/dom.js";
import { date, language, onLanguage, span, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { times } from "/shared/times.js";
import { timed } from "./clock.js";
import { keep, land } from "./focus.js";
import { sender } from "./sending.js";

const everyMs = 30000;
// So far from its plan a session begins only when it is said twice.
const farMs = 12 * 3600000;
const steps = { planned: ["start", "skip"], running: ["end"] };
const tones = { running: "good", skipped: "warn" };

export function programme(board) {
  const place = find("#programme-list");
  const sending = sender();
  find("#programme-sending").replaceWith(sending.place);
  let told = null;

  const read = once(async () => {
    told = await get(`programme?lang=${language()}`);
    draw();
  });

  async function step(session, name) {
    const isFar = name === "start" && Math.abs(told.now.ms - session.from.ms) >= farMs;
    const isSure = await confirm(t(`${name}Ask`, { title: session.title }), t(`step-${name}`), isFar && h("p", {}, t("startFar", { time: timed(session.from.ms) })));
    land(place, keyOf(session, name), () => next(session.id));
    if (!isSure) return;
    sending.forget();
    sending.send(`programme/${encodeURIComponent(session.id)}/${name}`, isFar ? { anyway: true } : {}, async () => {
      await read();
      if (document.activeElement === sending.place) next(session.id)?.focus();
    });
  }

  const keyOf = (session, name) => `${session.id} ${name}`;

  function draw() {
    if (!told) return;
    keep(place, () => fill(place,
      told.days.map((day) => h("section", { class: "card", "aria-label": day.title ?? day.id },
        h("h3", {}, own(day.title ?? day.id), " ", h("span", { class: "quiet" }, day.date && date(Date.parse(`${day.date}T12:00Z`), "UTC"))),
        day.overrun_ms > 0 && h("p", { class: "warn strong" }, t("late", { span: span(day.overrun_ms) })),
        h("div", {}, told.sessions.filter((session) => session.day === day.id).map(row))))),
    (held) => next(held.closest(".session")?.dataset.id));
  }

  /** What can be done next with a session whose last step is done; or else the session. */
  function next(id) {
    const row = [...place.querySelectorAll(".session")].find((one) => one.dataset.id === id);
    return row?.querySelector("button") ?? row;
  }

  function row(session) {
    // What is to begin by now, or else what comes next.
    const lead = told.sessions.find((one) => one.state === "planned" && told.on.includes(one.id))?.id ?? told.next;
    const isDue = session.state === "planned" && told.on.includes(session.id);
    const begins = session.started ?? session.begin ?? session.from;
    return h("div", { class: "session", role: "group", tabindex: "-1", "data-id": session.id, "aria-label": session.title ?? session.id },
      h("div", {},
        h("p", {}, h("span", { class: `tag ${isDue ? "warn" : tones[session.state] ?? ""}` }, t(isDue ? "due" : `state-${session.state}`)), " ",
          h("span", { class: "strong" }, own(session.title ?? session.id))),
        times(begins.ms, { event: told.now.event.zone }, told.now.ms),
        session.state !== "skipped" && session.delay_ms >= 60000 && h("p", { class: "warn" }, t("late", { span: span(session.delay_ms) }))),
      board.mayRun && h("div", { class: "row" }, (steps[session.state] ?? []).map((name) => h("button", {
        type: "button", class: name === "skip" ? "danger" : name === "end" || session.id === lead ? "main" : "", "data-key": keyOf(session, name),
        "aria-label": `${t(`step-${name}`)}: ${session.title}`, onclick: () => step(session, name),
      }, t(`step-${name}`)))));
  }

  setInterval(() => { if (told && document.visibilityState === "visible") read(); }, everyMs);
  onLanguage(draw);
  return { read, draw };
}
