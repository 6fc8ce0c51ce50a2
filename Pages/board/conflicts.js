// What only a person can decide: both sides, and the choices.

import { get, newKey, post } from "/shared/api.js";
import { code, fill, find, h, own } from "/shared/dom.js";
import { has, moment, onLanguage, t } from "/shared/lang.js";
import { once } from "/shared/live.js";
import { problemBox } from "/shared/problem.js";

export function conflicts(board) {
  const place = find("#conflict-list");
  // Cards as they were drawn: one on which somebody writes is left alone while its conflict is the same.
  let cards = new Map();
  let told = [];

  const read = once(async () => {
    told = (await get("conflicts")).conflicts;
    draw();
  });

  function draw() {
    const open = told.filter((one) => one.open);
    const closed = told.filter((one) => !one.open);
    if (board.openConflicts !== open.length) { board.openConflicts = open.length; board.drawViews(); }
    const before = cards;
    cards = new Map();
    const card = (one) => {
      const text = JSON.stringify(one) + t("decide") + board.mayRun;
      const kept = before.get(one.id);
      const made = kept?.text === text ? kept : { text, node: draft(one) };
      cards.set(one.id, made);
      return made.node;
    };
    const focus = document.activeElement;
    const isOpen = place.querySelector("details.closed")?.open;
    fill(place,
      !board.mayRun && open.length > 0 && h("p", { class: "quiet" }, t("readOnly")),
      open.length ? open.map(card) : h("p", { class: "card" }, t("conflictsNone")),
      closed.length > 0 && h("details", { class: "closed", open: isOpen },
        h("summary", {}, t("conflictsClosed", { count: closed.length })), h("div", { class: "stack" }, closed.map(card))));
    if (place.contains(focus) && focus !== document.activeElement) focus.focus();
  }

  function draft(one) {
    const title = has(`type-${one.type}`) ? t(`type-${one.type}`) : one.type;
    const id = `conflict-${one.id.slice(0, 12)}`;
    return h("article", { class: "card", "aria-labelledby": id },
      h("h3", { id }, title),
      who(one),
      one.field && h("p", {}, code(one.field)),
      sides(one),
      h("p", { class: "quiet" }, one.open
        ? t("outcome", { outcome: outcome(one, one.outcome) }) : t("decided", { outcome: outcome(one, one.outcome) }),
      one.note && [" · ", own(one.note)]),
      one.open && board.mayRun && choices(one, id));
  }

  function who(one) {
    const person = (id, name) => h("p", { class: "strong" }, name && [own(name), " "], code(id));
    if (!one.people) return person(one.participant, one.name);
    const alike = Object.entries(one.alike ?? {});
    return [
      one.people.map((some) => person(some.id, some.name)),
      alike.length > 0 && h("p", {}, t("alike"), " ", alike.map(([name, value], index) => [index > 0 && " · ", code(name), " ", own(value)])),
    ];
  }

  function sides(one) {
    if (!one.sides.length) return null;
    const head = (key) => h("th", { role: "columnheader", scope: "col" }, t(key));
    const cell = (key, ...value) => h("td", { role: "cell", "data-name": t(key) }, ...value);
    return h("table", { role: "table", class: "sides table-narrow", "aria-label": t("sides") },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, head("point"), head("time"), head("what"))),
      h("tbody", { role: "rowgroup" }, one.sides.map((side) => h("tr", { role: "row" },
        h("th", { role: "rowheader", scope: "row" }, code(side.point ?? "–"), side.door && [" · ", own(side.door)]),
        cell("time", moment(side.time_ms), side.err_ms >= 60000 && ` ± ${Math.round(side.err_ms / 60000)} min`),
        cell("what", said(side), side.by && [" · ", t("by", { name: side.by })],
          side.faults?.length > 0 && h("p", { class: "bad" }, t("faults", { faults: side.faults.join(", ") })))))));
  }

  function said(side) {
    if (!("private" in side)) return has(`kind-${side.kind}`) ? t(`kind-${side.kind}`) : code(side.kind);
    return side.value === null ? t("notHeld") : own(String(side.value));
  }

  /** A choice or an outcome in words. */
  function outcome(one, choice) {
    if (choice.startsWith("point:")) return t("choice-point", { point: choice.slice(6) });
    if (choice.startsWith("op:")) {
      const side = one.sides.find((side) => side.op === choice.slice(3));
      return t("choice-value", { value: `“${side?.value ?? t("notHeld")}”` });
    }
    return has(`choice-${choice}`) ? t(`choice-${choice}`) : choice;
  }

  function choices(one, id) {
    let key = null;
    const failed = h("div");
    const whose = h("div", { class: "field", hidden: true },
      h("label", { for: `${id}-who` }, t("anyoneElse")), h("input", { id: `${id}-who`, name: "participant", dir: "ltr", maxlength: 64 }));
    const form = h("form", {},
      h("fieldset", {},
        h("legend", { class: "strong" }, t("decideWhich")),
        one.choices.map((choice) => h("label", { class: "choice" },
          h("input", { type: "radio", name: "choice", value: choice, required: true }), h("span", {}, own(outcome(one, choice))))),
        whose,
        h("div", { class: "field" },
          h("label", { for: `${id}-note` }, t("note")), h("input", { id: `${id}-note`, name: "note", dir: "auto", maxlength: 400 })),
        h("button", { class: "main" }, t("decide")), failed));
    form.addEventListener("input", () => {
      key = null;
      whose.hidden = form.elements.choice.value !== "match";
      form.elements.participant.required = !whose.hidden;
    });
    async function decide() {
      key ??= newKey();
      const { choice, note, participant } = form.elements;
      const body = { choice: choice.value };
      if (note.value.trim()) body.note = note.value.trim();
      if (!whose.hidden) body.participant = participant.value.trim();
      try {
        fill(failed);
        await post(`conflicts/${one.id}/resolution`, body, key);
        find("#conflicts-title").scrollIntoView({ block: "nearest" });
      } catch (problem) {
        if (!problem.isWorthRepeating) key = null;
        fill(failed, problemBox(problem, decide));
      }
      await read();
    }
    form.addEventListener("submit", (event) => { event.preventDefault(); decide(); });
    return form;
  }

  onLanguage(draw);
  return { read };
}
