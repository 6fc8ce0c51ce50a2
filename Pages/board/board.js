// The board: wires its parts to what the hub says. Whoever may only look is shown no buttons.

import { get, onReach } from "/shared/api.js";
import { fill, find, h } from "/shared/dom.js";
import { firstLanguage, learn, number, onLanguage, setLanguage, t } from "/shared/lang.js";
import { live, once } from "/shared/live.js";
import { logIn, logOut } from "/shared/login.js";
import { picker } from "/shared/picker.js";
import { announcements } from "./announcements.js";
import { setZone } from "./clock.js";
import { conflicts } from "./conflicts.js";
import { coverage } from "./coverage.js";
import { keep } from "./focus.js";
import { nameDoors } from "./names.js";
import { programme } from "./programme.js";
import ar from "./words/ar.js";
import en from "./words/en.js";

learn({ ar, en });
picker();

const everyMs = 15000;
const views = ["coverage", "conflicts", "programme", "announcements"];

const board = {
  session: null,
  event: { groups: [], languages: [] },
  countries: new Map(),
  knows(countries) {
    const isNews = JSON.stringify([...countries]) !== JSON.stringify([...this.countries]);
    this.countries = countries;
    if (isNews) parts.announcements.drawForm();
  },
  openConflicts: 0,
  get mayRun() { return ["run", "admin"].includes(this.session?.role); },
  drawViews,
};
const parts = {
  coverage: coverage(board), conflicts: conflicts(board),
  programme: programme(board), announcements: announcements(board),
};

const readEvent = once(async () => {
  board.event = await get(`event?lang=${document.documentElement.lang}`);
  find("#title").textContent = board.event.title ?? "Muster";
  document.title = `${board.event.title ?? "Muster"} – Muster`;
  setZone(board.event.zone);
  nameDoors(board.event.doors);
  for (const part of Object.values(parts)) part.draw();
  parts.coverage.drawGroups();
  parts.announcements.drawForm();
});

function changed(kind) {
  if (kind === null) for (const part of Object.values(parts)) part.read();
  else if (kind === "nodes") parts.coverage.read();
  else parts[kind].read();
}

function view() {
  const wanted = location.hash.slice(1);
  return views.includes(wanted) ? wanted : "coverage";
}

function drawViews() {
  const nav = find("#views");
  keep(nav, () => fill(nav, views.map((name) => h("a", { href: `#${name}`, "data-key": name, "aria-current": name === view() && "page" },
    t(name), name === "conflicts" && board.openConflicts > 0 && h("span", { class: "count" }, number(board.openConflicts))))));
  for (const name of views) find(`#${name}`).hidden = name !== view();
}

let isThere = true;
let isLive = false;
function drawLive() {
  const place = find("#live");
  const text = !isThere ? `▲ ${t("away")}` : isLive ? `● ${t("live")}` : `○ ${t("asking")}`;
  if (place.textContent !== text) place.textContent = text;
  place.className = !isThere ? "bad" : isLive ? "good" : "warn";
}
onReach((value) => { if (value !== isThere) { isThere = value; drawLive(); } });

addEventListener("hashchange", () => { if (board.session) { drawViews(); scrollTo(0, 0); } });
find("#logout").addEventListener("click", logOut);
// The views are told apart by the fragment, which stays as it is.
find(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  find("main:not([hidden])").focus();
});
onLanguage(() => { if (board.session) { drawViews(); drawLive(); readEvent(); changed(null); } });
setLanguage(firstLanguage());
logIn((session) => {
  board.session = session;
  find("#logout").hidden = find("#views").hidden = false;
  drawViews();
  readEvent();
  live(["coverage", "nodes", "conflicts", "programme", "announcements"], changed, (value) => { isLive = value; drawLive(); });
  changed(null);
  setInterval(() => { if (document.visibilityState === "visible") parts.coverage.read(); }, everyMs);
});
