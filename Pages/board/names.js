// What the hub calls by an id or a code, in words.

import { get } from "/shared/api.js";
import { country, has, isolated, language, languageName, t } from "/shared/lang.js";
import { at } from "./clock.js";

const id = (text) => `\u2066${text}\u2069`;

export const list = (names) => new Intl.ListFormat(language()).format(names);

const points = new Map();
const pointOf = new Map();
const asked = new Set();

/** Learns where points and nodes are; asks only when one of these is new. */
export async function learnPlaces(ids) {
  if (ids.every((one) => asked.has(one))) return;
  const [told, served] = await Promise.all([get("points"), get("nodes")]);
  for (const one of told.points) points.set(one.point, one);
  for (const one of served.nodes) pointOf.set(one.node, one.point);
  for (const one of ids) asked.add(one);
}

export function pointName(point) {
  const { name, country: cc } = points.get(point) ?? {};
  const words = name ? isolated(name) : cc && country(cc);
  return words ? `${words} (${id(point)})` : id(point);
}

/** Where an op was made: at a point, or by the centre, whose ops are of no node that is served. */
export function placeName({ point, node }) {
  const where = point ?? pointOf.get(node);
  return where ? pointName(where) : t("centre");
}

/** Somebody by name and number; the numbers of walk-ins are too long to be read, and begin differently. */
export function personName(person, name) {
  const short = id(person.length > 16 ? `${person.slice(0, 8)}…` : person);
  return name ? `${isolated(name)} (${short})` : short;
}

let doors = new Map();
export function nameDoors(told) { doors = new Map(told.map(({ door, title }) => [door, title])); }
export const doorName = (door) => isolated(doors.get(door) ?? door);

export const fieldName = (field) => has(`field-${field}`) ? t(`field-${field}`) : isolated(field);

/** The value of a participant's field. */
export function valueName(field, value) {
  if (value === null || value === undefined) return t("notHeld");
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return at(value);
  if (Array.isArray(value)) return list(value.map(isolated));
  if (field === "country") return country(value);
  if (field === "language") return languageName(value);
  if (field === "point") return pointName(value);
  if (field === "kind" && has(`person-${value}`)) return t(`person-${value}`);
  return isolated(value);
}

export const reasonName = (reason) => has(`reason-${reason}`) ? t(`reason-${reason}`) : isolated(reason);
