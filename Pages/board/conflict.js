// One conflict as a card: who it is about, both sides, and what holds now.

import { code, h, own } from "/shared/dom.js";
import { has, isolated, span, t } from "/shared/lang.js";
import { at, inZone } from "./clock.js";
import { compare } from "./compare.js";
import { doorName, fieldName, list, personName, placeName, pointName, reasonName, valueName } from "./names.js";

// A clock that may be off by less than this is right for people.
const unsureMs = 60000;

export const titleOf = (one) => has(`type-${one.type}`) ? t(`type-${one.type}`) : one.type;

const people = (one) => one.people ?? [{ id: one.participant, name: one.name }];

/** Everybody whom it is about. */
export const whoOf = (one) => list(people(one).map((some) => personName(some.id, some.name)));

/** `form` is where it is decided, for whoever may. */
export function card(one, form) {
  const id = `conflict-${one.id.slice(0, 12)}`;
  const held = outcome(one, one.outcome, "outcome");
  return h("article", { class: "card", tabindex: "-1", "aria-labelledby": `${id} ${id}-people` },
    h("h3", { id }, titleOf(one)),
    h("div", { id: `${id}-people`, class: "strong" },
      people(one).map((some) => h("p", {}, some.name && [own(some.name), " "], code(some.id)))),
    one.field && h("p", {}, t("field"), " ", h("span", { class: "strong" }, fieldName(one.field))),
    one.people ? compare(one) : one.sides.length > 0 && sides(one),
    h("p", { class: "quiet" }, t(one.open ? "outcome" : "decided", { outcome: held }), one.note && [" · ", own(one.note)]),
    form);
}

function sides(one) {
  const heads = [t("where"), inZone(t("time")), t("what")];
  const cell = (index, ...value) => h("td", { role: "cell", "data-name": heads[index] }, ...value);
  return h("table", { role: "table", class: "sides table-narrow", "aria-label": t("sides") },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" },
      heads.map((head) => h("th", { role: "columnheader", scope: "col" }, head)))),
    h("tbody", { role: "rowgroup" }, one.sides.map((side) => h("tr", { role: "row" },
      h("th", { role: "rowheader", scope: "row" }, placeName(side), side.door && [" · ", t("doorOf", { door: doorName(side.door) })]),
      cell(1, at(side.time_ms), side.err_ms >= unsureMs && [" · ", t("unsure", { span: span(side.err_ms) })]),
      cell(2, said(one, side), side.by && [" · ", t("by", { name: isolated(side.by) })],
        side.faults?.length > 0 && h("p", { class: "bad" }, t("faults", { faults: list(side.faults.map(reasonName)) })))))));
}

function said(one, side) {
  if (side.erased) return t("erased");
  if (side.hidden) return t("notShown");
  if ("private" in side) return valueName(one.field, side.value);
  return has(`kind-${side.kind}`) ? t(`kind-${side.kind}`) : isolated(side.kind);
}

/** A choice in words, as what to do (`choice`) or as what holds (`outcome`). */
export function outcome(one, choice, as = "choice") {
  if (choice.startsWith("point:")) return t(`${as}-point`, { point: pointName(choice.slice(6)) });
  if (choice.startsWith("op:")) {
    const side = one.sides.find((side) => side.op === choice.slice(3));
    if (!side) return t("notHeld");
    return t(`${as}-value`, { value: said(one, side), place: placeName(side), time: at(side.time_ms) });
  }
  return has(`${as}-${choice}`) ? t(`${as}-${choice}`) : isolated(choice);
}
