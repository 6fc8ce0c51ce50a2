// Sends what people do here, and keeps in sight what got no answer, until it is sent or left: the next in the queue does
// not push it away. It is sent again by itself when the machine answers.

import { newKey, onReach, Problem, post } from "/shared/api.js";
import { confirm } from "/shared/dialog.js";
import { code, fill, find, focusOn, h, own, steady } from "/shared/dom.js";
import { moment, onLanguage, t, timeNow } from "/shared/lang.js";
import { problemWords } from "/shared/problem.js";
import { outbox } from "./outbox.js";
import { nameOf } from "./people.js";

const againEveryMs = 10000;
const names = { checkins: "checkin", checkouts: "checkout", participants: "walkin", voids: "undo" };

/** What an act is, and of whom. */
export function what({ path, body, person }) {
  // The tickets of an event begin alike.
  const who = person ? nameOf(person) : body.ticket ? code(`…${body.ticket.slice(-6)}`) : body.name && own(body.name);
  return [t(names[path]), who && [": ", who]];
}

/**
 * `then` is told of each act: `begun(act)`, and `answered(act, answer, isLate)`, `refused(act, problem, isLate)` or
 * `held(act)`. Late is what was sent again by itself.
 */
export function sending(desk, then) {
  const place = find("#unsent");
  const list = find("#unsent-list");
  const said = find("#unsent-said");
  const cards = new Map();
  // What is on its way, and whether by itself.
  const flying = new Map();
  const box = outbox((key) => letGo(key));

  /** Sends an act; one that is on its way or waits already is the same: pressed twice is meant once. */
  function act(path, body, person) {
    const same = JSON.stringify([path, body]);
    const earlier = box.all().find((one) => JSON.stringify([one.path, one.body]) === same);
    // No more of a person is kept than tells who it is.
    const who = person && { id: person.id, name: person.name, erased: person.erased };
    const meant = earlier ?? { key: newKey(), path, body, person: who, at: timeNow(), by: desk.session?.name };
    box.put(meant);
    return send(meant);
  }

  /** Sends; false where nobody is there to answer, or to whom. */
  async function send(meant, isLate = false) {
    const { key, path, body } = meant;
    const isFlying = flying.has(key);
    // Whoever presses does not wait for what goes by itself: it is the same.
    if (isFlying && (isLate || !flying.get(key))) return true;
    flying.set(key, isLate);
    cards.get(key)?.say(t("sending"));
    if (!isLate) { said.replaceChildren(); then.begun(meant); }
    if (isFlying) return true;
    try {
      const answer = await post(path, body, key);
      isLate = flying.get(key);
      letGo(key);
      if (isLate) said.append(h("span", {}, t("sentNow"), " ", what(meant)));
      then.answered(meant, answer, isLate);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      isLate = flying.get(key);
      if (!problem.isWorthRepeating) { letGo(key); then.refused(meant, problem, isLate); return true; }
      hold(meant, problem);
      if (!isLate) then.held(meant);
      return !problem.isAway && !problem.isLoggedOut;
    } finally {
      flying.delete(key);
    }
    return true;
  }

  /** Sends again what waits, but for what another desk did on this browser: it is not for this one to say. */
  async function flush() {
    for (const meant of box.all()) {
      const { key, by } = meant;
      if (flying.has(key)) continue;
      if (by === desk.session?.name) { if (!(await send(meant, true))) return; } else if (!cards.has(key)) hold(meant);
    }
  }

  function hold(meant, problem) {
    const { key } = meant;
    if (cards.has(key)) return cards.get(key).say(t("stillNot", { time: moment(timeNow(), desk.zone) }));
    const card = h("div", { class: "card", role: "alert" });
    const status = h("p", {}, problem && (problem.isAway ? t("away") : problemWords(problem)));
    const draw = () => steady(card, () => {
      const door = desk.point.doors.length > 1 && desk.point.doors.find((one) => one.door === meant.body.door);
      fill(card,
        h("p", {}, h("span", { class: "strong" }, what(meant)), " ", h("span", { class: "quiet" }, moment(meant.at, desk.zone), door && [" · ", own(door.title)],
          meant.by !== desk.session?.name && [" · ", t("byDesk", { desk: meant.by })])),
        status,
        h("div", { class: "row" },
          h("button", { class: "main", type: "button", "data-key": "again", onclick: () => send(meant) }, t("again")),
          h("button", { type: "button", "data-key": "leave", onclick: () => leave(meant) }, t("leave"))));
    });
    draw();
    cards.set(key, { card, draw, say: (words) => { status.textContent = words; } });
    // The newest is of whoever stands at the desk.
    list.prepend(card);
    place.hidden = false;
  }

  async function leave(meant) {
    if (!(await confirm(t("leaveAsk"), t("leave"), h("p", { class: "strong" }, what(meant)), h("p", {}, t("leaveSure"))))) return;
    if (!flying.has(meant.key)) letGo(meant.key);
  }

  function letGo(key) {
    box.drop(key);
    const card = cards.get(key)?.card;
    if (!card) return;
    const hadFocus = card.contains(document.activeElement);
    card.remove();
    cards.delete(key);
    place.hidden = !cards.size;
    if (hadFocus) focusOn(place, find("#q"));
  }

  let wasThere = true;
  onReach((isThere) => {
    if (isThere && !wasThere) flush();
    wasThere = isThere;
  });
  setInterval(() => { if (cards.size && wasThere) flush(); }, againEveryMs);
  onLanguage(() => { for (const { draw } of cards.values()) draw(); });
  return { act, flush, count: () => box.all().length, clear: box.clear };
}
