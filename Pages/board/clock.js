// Times on the board are the event's, and say so: whoever looks may sit anywhere.

import { moment, t } from "/shared/lang.js";
import { zoneCity } from "/shared/times.js";

let zone;
export function setZone(name) { zone = name ?? undefined; }

/** Whose clock it is: a city's, or that of the device where the event has none. */
export function zoneName() {
  return zone ? zoneCity(zone) : t("ownClock");
}

/** A moment below a heading that says whose clock it is. */
export const at = (ms) => moment(ms, zone);

/** A moment in a line of its own. */
export const timed = (ms) => t("timeIn", { time: at(ms), place: zoneName() });

/** A heading over moments. */
export const inZone = (what) => t("inZone", { what, place: zoneName() });
