// Two participants who may be one person, side by side: what is the same, and what is not.

import { get, Problem } from "/shared/api.js";
import { code, fill, h, own } from "/shared/dom.js";
import { t } from "/shared/lang.js";
import { problemBox } from "/shared/problem.js";
import { at, inZone } from "./clock.js";
import { fieldName, learnPlaces, personName, placeName, pointName, valueName } from "./names.js";

const first = ["name", "kind", "country", "point", "body", "language", "email", "phone"];

// All is asked for when the card comes into sight: of many conflicts few are looked at.
const asks = new WeakMap();
const sight = new IntersectionObserver((seen) => {
  for (const one of seen) if (one.isIntersecting) asks.get(one.target)();
});

export function compare(one) {
  const place = h("div", {}, people(one, []));
  asks.set(place, async function ask() {
    try {
      const both = await Promise.all(one.people.map((some) => get(`participants/${encodeURIComponent(some.id)}`)));
      await learnPlaces(both.flatMap((some) => [some.fields.point, ...changes(some).map((put) => put.node),
        ...some.stays.map((stay) => stay.point)]).filter(Boolean));
      fill(place, people(one, rows(one, both)));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      fill(place, people(one, []), problemBox(problem, ask));
    }
  });
  sight.observe(place);
  return place;
}

function people(one, rows) {
  const numbers = one.people.map((some) => personName(some.id));
  return h("table", { role: "table", class: "sides people table-narrow", "aria-label": t("bothPeople") },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, h("td", { role: "cell" }),
      one.people.map((some) => h("th", { role: "columnheader", scope: "col" }, some.name && [own(some.name), " "], code(some.id))))),
    h("tbody", { role: "rowgroup" }, rows.map(([name, values, mark]) => h("tr", { role: "row" },
      h("th", { role: "rowheader", scope: "row" }, name, mark && [" ", h("span", { class: "tag warn" }, mark)]),
      values.map((value, index) => h("td", { role: "cell", "data-name": numbers[index] }, value))))));
}

function rows(one, both) {
  const told = [...new Set([...first, ...both.flatMap((some) => Object.keys(some.fields))])]
    .filter((field) => both.some((some) => field in some.fields || isHidden(some, field)));
  const fields = told.map((field) => {
    const values = both.map((some) => value(some, field));
    const isSame = values[0] === values[1] && (both[0].fields[field] ?? null) !== null;
    const isAlike = field in one.alike && !both.some((some) => isHidden(some, field));
    return [fieldName(field), values, isSame ? t("same") : isAlike && t("alike")];
  });
  const lines = (some) => some.length ? some.map((line) => h("p", {}, line)) : "–";
  const by = (name) => name ? ` · ${t("by", { name })}` : "";
  return [...fields,
    [inZone(t("written")), both.map((some) => lines(changes(some).map((put) => `${at(put.time_ms)} · ${placeName(put)}${by(put.by)}`)))],
    [inZone(t("cameIn")), both.map((some) => lines(some.stays.map((stay) => `${at(stay.begin_ms)} · ${pointName(stay.point)}`)))]];
}

// That somebody has a field of the event's own may say too much: of hidden ones only those that anybody has are named.
const isHidden = (some, field) => first.includes(field) && some.hidden_fields.includes(field);

function value(some, field) {
  if (isHidden(some, field)) return t("notShown");
  return field in some.fields ? valueName(field, some.fields[field]) : "–";
}

/** What was written of somebody and stands. */
const changes = (some) => some.members.flatMap((member) => member.changes).filter((put) => !put.voided && put.time_ms !== null);
