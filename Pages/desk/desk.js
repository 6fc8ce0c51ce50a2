// The desk: wires the parts of the page to what the node says.

import { get, onReach, post } from "/shared/api.js";
import { code, fill, find, h, own } from "/shared/dom.js";
import { firstLanguage, learn, onLanguage, setLanguage, t, tellTime } from "/shared/lang.js";
import { live, once } from "/shared/live.js";
import { logIn, logOut } from "/shared/login.js";
import { picker } from "/shared/picker.js";
import { problemBox } from "/shared/problem.js";
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
walkIn(desk, shown);
scanner((ticket) => {
  if (find("#work").hidden) return;
  // A question that is open is answered with no by whoever goes on scanning.
  find("dialog[open]")?.dispatchEvent(new Event("cancel", { cancelable: true }));
  shown.checkIn({ ticket });
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
function drawSelf() {
  if (!desk.session) return;
  const isOpen = desk.status?.open;
  const move = async (path) => {
    try { selfProblem = null; await post(path); } catch (problem) { selfProblem = problem; }
    readStatus();
  };
  fill(find("#self"),
    h("p", {}, t("loggedInAs", { name: desk.session.name ?? "" })),
    selfProblem && problemBox(selfProblem),
    h("div", { class: "row" },
      isOpen === true
        ? h("button", { onclick: () => move("close") }, t("close"))
        : h("button", { class: "main", onclick: () => move("open") }, t("open")),
      h("button", { onclick: logOut }, t("logout"))));
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
  find("#q").focus();
});
