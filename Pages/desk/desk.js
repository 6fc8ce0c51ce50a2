// The desk: wires the parts of the page to what the node says.

import { get, onReach, post } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { code, fill, find, h, own, steady } from "/shared/dom.js";
import { firstLanguage, language, learn, onLanguage, setLanguage, t, tellTime } from "/shared/lang.js";
import { live, once } from "/shared/live.js";
import { logIn, logOut } from "/shared/login.js";
import { picker } from "/shared/picker.js";
import { problemBox } from "/shared/problem.js";
import { guardSlips } from "/shared/slips.js";
import { acts } from "./acts.js";
import { notices } from "./notices.js";
import { people } from "./people.js";
import { programme } from "./programme.js";
import { rehearsal } from "./rehearsal.js";
import { scanner } from "./scanner.js";
import { syncLine } from "./sync.js";
import { verdict } from "./verdict.js";
import { walkIn } from "./walkin.js";
import ar from "./words/ar.js";
import en from "./words/en.js";

learn({ ar, en });
picker();
guardSlips();

/** What the parts know in common. */
const desk = {
  session: null,
  point: { doors: [] },
  status: null,
  get door() { return find("#door").value || undefined; },
  get zone() { return this.point.zone; },
};

const line = syncLine(desk);
const shown = verdict(desk);
const list = people(desk, shown);
const parts = { acts: acts(desk, shown), notices: notices(desk), programme: programme(desk), rehearsal: rehearsal(desk) };
const writing = walkIn(desk, shown);
scanner((ticket) => {
  if (find("#work").hidden) return;
  // A question that is open is answered with no by whoever goes on scanning.
  find("dialog[open]")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  shown.checkIn({ ticket });
}, (text) => {
  if (find("#work").hidden || find("dialog[open]")) return;
  find("#q").value = text;
  find("#q").focus();
  find("#search").requestSubmit();
});
onReach(line.reach);

const readStatus = once(async () => {
  desk.status = await get("status");
  tellTime(desk.status.time_ms);
  line.draw();
  drawSelf();
});
const readPoint = once(async () => {
  desk.point = await get("point");
  drawPoint();
  writing.ask();
  shown.redraw();
});

function changed(kind) {
  if (kind === null || kind === "status" || kind === "ops") readStatus();
  if (kind === null || kind === "ops") { parts.acts.read(); list.refresh(); }
  if (kind === null || kind === "announcements") parts.notices.read();
  if (kind === null || kind === "programme") parts.programme.read();
  if (kind === null || kind === "rehearsal") parts.rehearsal.read();
}

function drawPoint() {
  const { point } = desk;
  find("#title").textContent = point.title ?? "Muster";
  document.title = `${point.name} – ${point.title ?? "Muster"}`;
  fill(find("#place"), own(point.name), " ", code(point.point));
  const select = find("#door");
  let chosen = select.value;
  try { chosen ||= localStorage.getItem("door"); } catch { /* The first one then. */ }
  fill(select, point.doors.map((door) => h("option", { value: door.door }, door.title)));
  select.value = point.doors.some((door) => door.door === chosen) ? chosen : point.doors[0]?.door ?? "";
  find("#door-choice").hidden = point.doors.length < 2;
}

let selfProblem = null;
let selfDrawn = "";
function drawSelf() {
  if (!desk.session) return;
  const isOpen = desk.status?.open;
  // A button that is drawn anew while it is pressed is not pressed.
  const drawn = JSON.stringify([isOpen, desk.session.name, language(), selfProblem?.status]);
  if (drawn === selfDrawn) return;
  selfDrawn = drawn;
  const move = async (path) => {
    try { selfProblem = null; await post(path); } catch (problem) { selfProblem = problem; }
    await readStatus();
    drawSelf();
  };
  steady(find("#self"), () => fill(find("#self"),
    h("p", {}, t("loggedInAs", { name: desk.session.name ?? "" })),
    selfProblem && problemBox(selfProblem),
    h("div", { class: "row" },
      isOpen === true
        ? h("button", { "data-key": "open", onclick: () => move("close") }, t("close"))
        : h("button", { class: "main", "data-key": "open", onclick: () => move("open") }, t("open")),
      h("button", { "data-key": "logout", onclick: leave }, t("logout")))));
}

async function leave() {
  const count = shown.sender.count();
  if (!(await confirm(t("logoutAsk"), t("logout"), count > 0 && h("p", { class: "strong" }, t("logoutLoses", { count }))))) return;
  shown.sender.clear();
  writing.dropDraft();
  logOut();
}

find("#door").addEventListener("change", (event) => {
  try { localStorage.setItem("door", event.target.value); } catch { /* It is asked again next time. */ }
});
onLanguage(() => { if (desk.session) { readPoint(); changed(null); drawSelf(); } });
setLanguage(firstLanguage());
logIn((session) => {
  desk.session = session;
  readPoint();
  live(["status", "ops", "announcements", "programme", "rehearsal"], changed);
  changed(null);
  shown.sender.flush();
  find("#q").focus();
}, (session) => {
  desk.session = session;
  changed(null);
  shown.sender.flush();
});
