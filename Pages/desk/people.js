// Search, and what can be done with who is found.

import { get } from "/shared/api.js";
import { fill, find, h, idOf, own, steady } from "/shared/dom.js";
import { country, has, isolated, moment, onLanguage, t } from "/shared/lang.js";
import { problemBox } from "/shared/problem.js";
import { isTicket } from "./scanner.js";
import { spellings } from "./spellings.js";

const pauseMs = 180;
const shownAtMost = 20;
// A name has none of these in one word; the code of something else that was scanned has.
const noName = /^\S*[:/?=&<>]\S*$/;

/** Who is found by the first spelling of a text that finds somebody; one more than are shown, where there are more. */
export async function lookFor(text) {
  let found = [];
  for (const spelling of spellings(text)) {
    found = (await get(`participants?limit=${shownAtMost + 1}&q=${encodeURIComponent(spelling)}`)).participants;
    if (found.length) break;
  }
  return found;
}

export function people(desk, verdict) {
  const field = find("#q");
  const count = find("#found-count");
  const list = find("#found");
  let found = null;
  let text = "";
  let problem = null;
  let number = 0;
  let timer;

  async function search() {
    clearTimeout(timer);
    const mine = ++number;
    const before = text;
    text = field.value.trim();
    if (!text || isTicket(text)) { found = problem = null; return draw(); }
    if (text !== before) verdict.settle();
    try {
      const answer = await lookFor(text);
      if (mine !== number) return;
      found = answer;
      problem = null;
    } catch (failure) {
      if (mine !== number) return;
      problem = failure;
    }
    draw();
  }

  function draw() {
    steady(list, () => {
      fill(list, problem && h("li", {}, problemBox(problem, search)), found?.slice(0, shownAtMost).map(row));
    });
    const said = !found ? "" : found.length > shownAtMost ? t("foundMore", { count: shownAtMost })
      : found.length ? t("foundMany", { count: found.length }) : t("foundNone", { text: isolated(text) });
    if (count.textContent !== said) count.textContent = said;
  }

  function row(person) {
    const act = (name, key, main, work) => h("button", {
      type: "button", class: main && "main", "data-key": `${person.id} ${key}`,
      "aria-label": `${t(name)}: ${person.name ?? person.id}`, onclick: work,
    }, t(name));
    return h("li", { class: "person" },
      h("div", {},
        h("p", { class: "name" }, nameOf(person)),
        h("p", { class: "quiet" },
          idOf(person.id), person.kind && [" · ", kindOf(person.kind)], person.body && [" · ", own(person.body)],
          person.country && [" · ", country(person.country)]),
        person.inside && h("p", { class: "good strong" }, t("inside", { time: moment(person.inside_since_ms, desk.zone) })),
        person.elsewhere && h("p", { class: "warn strong" }, t("elsewhere", { point: person.elsewhere })),
        person.blocked && h("p", { class: "bad strong" }, t("blocked"))),
      h("div", { class: "row" },
        act("checkin", "in", !person.inside, () => verdict.checkIn({ participant: person.id }, person)),
        person.inside && act("checkout", "out", true, () => verdict.checkOut(person))));
  }

  field.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(search, pauseMs); });
  // Whoever goes on typing looks for somebody else, wherever Enter has led.
  list.addEventListener("keydown", (event) => {
    if (event.key.length !== 1 || event.key === " " || event.ctrlKey || event.altKey || event.metaKey) return;
    field.focus();
    field.select();
  });
  find("#search").addEventListener("submit", async (event) => {
    event.preventDefault();
    const typed = field.value.trim();
    if (isTicket(typed)) {
      field.value = "";
      return verdict.checkIn({ ticket: typed.toUpperCase() });
    }
    await search();
    if (field.value.trim() !== typed) return;
    if (found && !found.length && noName.test(typed)) {
      clear();
      verdict.noTicket(typed.slice(0, 80));
    } else if (document.activeElement === field) list.querySelector("button")?.focus();
  });
  onLanguage(draw);

  function clear() {
    // What is still being looked for is not wanted any more.
    clearTimeout(timer);
    number += 1;
    field.value = text = "";
    found = null;
    draw();
  }

  // Who is done with is cleared away for the next one, without a word lost that came in between.
  verdict.onDone = () => {
    if (field.value.trim() !== text) return;
    const isWriting = find("#walkin").contains(document.activeElement);
    clear();
    // A finger would be shown a keyboard over what is to be read aloud.
    if (!isWriting && matchMedia("(pointer: fine)").matches) field.focus({ preventScroll: true });
  };
  return { refresh() { if ((found || problem) && field.value.trim() === text) search(); } };
}

/** An event names its kinds as it likes; the usual ones have words. */
const kindOf = (kind) => has(`person-${kind}`) ? t(`person-${kind}`) : own(kind);

/** A name as its owner writes it; in the place of one that may not be shown, the id. */
export function nameOf(person) {
  if (person.name) return own(person.name);
  return person.erased ? h("i", {}, person.erased) : idOf(person.id);
}
