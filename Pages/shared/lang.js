// The page's language: its words, its direction, its numbers and dates.

import ar from "./words/ar.js";
import en from "./words/en.js";
import { speak } from "./api.js";

export const languages = { ar: "العربية", en: "English" };
const rightToLeft = new Set(["ar"]);
const words = { ar: { ...ar }, en: { ...en } };
const redraws = new Set();
let current = "en";

/** Adds a page's own words: one catalogue for each language, all with the same keys. */
export function learn(catalogues) {
  for (const [tag, catalogue] of Object.entries(catalogues)) Object.assign(words[tag], catalogue);
}

export const language = () => current;

/** Calls back whenever all is to be drawn anew in another language. */
export function onLanguage(redraw) { redraws.add(redraw); }

export function setLanguage(tag) {
  current = tag in words ? tag : "en";
  document.documentElement.lang = current;
  document.documentElement.dir = rightToLeft.has(current) ? "rtl" : "ltr";
  speak(current);
  try { localStorage.setItem("language", current); } catch { /* Then it is asked anew next time. */ }
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = t(element.dataset.t);
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", t(element.dataset.label));
  }
  for (const redraw of redraws) redraw();
}

/** The language that was chosen here, or the first of the browser's that there are words in. */
export function firstLanguage() {
  let chosen = null;
  try { chosen = localStorage.getItem("language"); } catch { /* Nothing was kept. */ }
  const wanted = [chosen, ...navigator.languages].filter(Boolean).map((tag) => tag.split("-")[0]);
  return wanted.find((tag) => tag in words) ?? "ar";
}

/** Words by their key; `{name}` is filled in. A message with plural forms takes them from `count`. */
export function t(key, values = {}) {
  let message = words[current][key] ?? words.en[key] ?? key;
  if (typeof message === "object") {
    message = message[new Intl.PluralRules(current).select(values.count)] ?? message.other;
  }
  return message.replace(/\{(\w+)\}/g, (_, name) =>
    typeof values[name] === "number" ? number(values[name]) : values[name] ?? "");
}

/** A text that stands within words of whatever direction. */
export const isolated = (text) => `\u2068${text}\u2069`;

export const has = (key) => key in words.en;

export const number = (value) => new Intl.NumberFormat(current).format(value);

/** Hours and minutes in a zone; the browser's own where none is given or it does not know it. */
export function clock(ms, zone) { return format(ms, zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }); }

let aheadMs = 0;
/** What time it is by the daemon: this device's clock may be wrong. */
export function tellTime(ms) { aheadMs = ms - Date.now(); }
export const timeNow = () => Date.now() + aheadMs;

/** The same, with the day before it where that is not today. */
export function moment(ms, zone, now = timeNow()) {
  const day = (value) => format(value, zone, { year: "numeric", month: "numeric", day: "numeric" });
  const year = (value) => format(value, zone, { year: "numeric" });
  return day(ms) === day(now) ? clock(ms, zone)
    : format(ms, zone, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
      ...(year(ms) === year(now) ? {} : { year: "numeric" }) });
}

export const date = (ms, zone) => format(ms, zone, { weekday: "long", day: "numeric", month: "long" });

/** The moment, or the nearest that a browser can show (ECMA-262 §21.4.1.1): a clock may be off by more than that. */
export const instant = (ms) => new Date(Math.min(Math.max(ms, -8.64e15), 8.64e15));

function format(ms, zone, options) {
  try {
    return new Intl.DateTimeFormat(current, { ...options, timeZone: zone }).format(instant(ms));
  } catch {
    return new Intl.DateTimeFormat(current, options).format(instant(ms));
  }
}

/** A span of time in its largest unit: minutes, hours or days. */
export function span(ms) {
  const minutes = Math.max(0, Math.round(ms / 60000));
  const [value, unit] = minutes < 120 ? [minutes, "minute"]
    : minutes < 2880 ? [Math.round(minutes / 60), "hour"] : [Math.round(minutes / 1440), "day"];
  return new Intl.NumberFormat(current, { style: "unit", unit, unitDisplay: "long" }).format(value);
}

export function country(cc) {
  try { return new Intl.DisplayNames(current, { type: "region" }).of(cc); } catch { return cc; }
}

export function languageName(tag) {
  try { return new Intl.DisplayNames(current, { type: "language" }).of(tag); } catch { return tag; }
}
