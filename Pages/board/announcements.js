// What the centre tells the points, and how far it has come.

import { get } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { code, fill, find, h, own } from "/shared/dom.js";
import { country, isolated, languageName, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { timed } from "./clock.js";
import { keep, land } from "./focus.js";
import { learnPlaces, list, pointName } from "./names.js";
import { sender } from "./sending.js";

const shownFirst = 2;
// How far it has come is asked again while points lack it: no event tells that.
const everyMs = 4000;

export function announcements(board) {
  const place = find("#announcement-list");
  const corner = find("#announce");
  const sending = sender();
  let told = [];

  const read = once(async () => {
    const { announcements } = await get("announcements");
    await learnPlaces(announcements.flatMap((one) => one.points.map((point) => point.point)));
    told = announcements;
    draw();
  });

  function draw() {
    const open = new Set([...place.querySelectorAll("details[open]")].map((one) => one.id));
    keep(place, () => fill(place, told.map((one) => {
      const late = one.points.filter((point) => !point.acknowledged_ms);
      const to = [...one.groups.map(groupName).map(isolated), ...one.countries.map(country)];
      const id = `late-${one.id.slice(0, 12)}`;
      return h("article", { class: "card" },
        Object.entries(one.texts).map(([tag, text]) => h("p", {}, own(text, { lang: tag, class: "strong" }))),
        h("p", { class: "quiet" }, timed(one.time_ms), one.by && [" · ", t("by", { name: isolated(one.by) })], " · ",
          t("to"), " ", to.length ? list(to) : t("everyone"), one.until_ms && [" · ", t("until", { time: timed(one.until_ms) })]),
        h("p", { class: "reach" }, ["delivered", "shown", "acknowledged"].map((key) =>
          h("span", {}, t(key, { count: one[key], of: one.audience })))),
        late.length > 0 && h("details", { id, open: open.has(id) },
          h("summary", { "data-key": id }, t("unacknowledged", { count: late.length })),
          h("ul", {}, late.map((point) => h("li", {}, country(point.country), " · ", pointName(point.point), point.contact && [" · ", code(point.contact)])))));
    })), () => find("#announcements-title"));
  }

  const groupName = (id) => board.event.groups.find((one) => one.group === id)?.title ?? id;

  function drawForm() {
    if (!board.mayRun) return fill(corner);
    const kept = Object.fromEntries([...corner.querySelectorAll("[name]")].map((field) => [field.name, field.value]));
    const isOpen = corner.querySelector("details")?.open;
    const text = (tag) => h("div", { class: "field" },
      h("label", { for: `text-${tag}` }, languageName(tag)),
      h("textarea", { ...named(`text-${tag}`), lang: tag, dir: "auto", maxlength: 700, rows: 2, value: kept[`text-${tag}`] ?? "" }));
    const tags = board.event.languages;
    const group = (key, options) => options.length > 0 && h("optgroup", { label: t(key) }, options);
    const to = h("select", named("to"),
      h("option", { value: "" }, t("everyone")),
      group("groups", board.event.groups.filter((one) => !one.bodies)
        .map((one) => h("option", { value: one.group }, one.title ?? one.group))),
      group("coverage", [...board.countries].map(([cc, name]) => h("option", { value: cc }, name))));
    to.value = kept.to ?? "";
    const form = h("form", { class: "card announce" },
      h("h3", {}, t("announceNew")),
      h("div", { class: "texts" }, tags.slice(0, shownFirst).map(text)),
      tags.length > shownFirst && h("details", { open: isOpen },
        h("summary", { "data-key": "other" }, t("announceOther")), h("div", { class: "texts" }, tags.slice(shownFirst).map(text))),
      h("div", { class: "texts" },
        h("div", { class: "field" }, h("label", { for: "to" }, t("to")), to),
        h("div", { class: "field" }, h("label", { for: "minutes" }, t("minutes")),
          h("input", { ...named("minutes"), type: "number", min: 1, max: 44640, value: kept.minutes ?? "" }))),
      h("button", { class: "main", "data-key": "announce" }, t("announce")), sending.place);
    form.addEventListener("input", sending.forget);
    form.addEventListener("submit", (event) => { event.preventDefault(); announce(form, tags, to); });
    keep(corner, () => fill(corner, form));
  }

  const named = (name) => ({ id: name, name, "data-key": name });

  /** What is written, by language. */
  function written(form, tags) {
    const texts = tags.map((tag) => [tag, form.elements[`text-${tag}`].value.replace(/\s+/g, " ").trim()]);
    return Object.fromEntries(texts.filter(([, said]) => said));
  }

  async function announce(form, tags, to) {
    const texts = written(form, tags);
    if (!Object.keys(texts).length) return sending.say(h("p", { class: "bad strong", role: "alert" }, t("nothingSaid")));
    const body = { texts };
    if (to.value) body.to = [to.value];
    if (form.elements.minutes.value) body.minutes = Number(form.elements.minutes.value);
    const name = to.selectedOptions[0].textContent;
    const isSure = await confirm(t("announceAsk", { to: name }), t("announce"),
      Object.entries(texts).map(([tag, said]) => h("p", {}, own(said, { lang: tag }))));
    land(corner, "announce");
    if (isSure) sending.send("announcements", body, () => {
      // The form may have been drawn anew meanwhile, and the next one may have been begun in it.
      const now = corner.querySelector("form");
      if (JSON.stringify(written(now, tags)) === JSON.stringify(texts)) now.reset();
      sending.say(h("p", { class: "good strong" }, t("announceDone")));
      read();
    });
  }

  setInterval(() => {
    const isShown = !find("#announcements").hidden && document.visibilityState === "visible";
    if (isShown && told.some((one) => one.delivered < one.audience)) read();
  }, everyMs);
  onLanguage(draw);
  return { read, draw, drawForm };
}
