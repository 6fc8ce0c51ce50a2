// One moment by the clocks that people ask for: here, Jerusalem, Greenwich.

import { h } from "./dom.js";
import { instant, moment, t, timeNow } from "./lang.js";

/** Whose clock a zone is: a city's. */
export const zoneCity = (zone) => zone === "Asia/Jerusalem" ? t("jerusalem") : zone.split("/").pop().replaceAll("_", " ");

export function times(ms, { here, event }, now = timeNow()) {
  const clocks = [];
  if (here && here !== event) clocks.push([t("here"), here]);
  clocks.push([zoneCity(event), event]);
  if (event !== "Etc/GMT" && event !== "UTC") clocks.push([t("gmt"), "UTC"]);
  return h("p", { class: "times" }, clocks.map(([name, zone]) => h("span", {},
    h("span", { class: "quiet" }, name), " ", h("time", { datetime: instant(ms).toISOString() }, moment(ms, zone, now)))));
}
