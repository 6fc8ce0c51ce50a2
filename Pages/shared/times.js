// One moment by the clocks that people ask for: here, Jerusalem, Greenwich.

import { h } from "./dom.js";
import { moment, t, timeNow } from "./lang.js";

export function times(ms, { here, event }, now = timeNow()) {
  const place = (zone) => zone === "Asia/Jerusalem" ? t("jerusalem") : zone.split("/").pop().replaceAll("_", " ");
  const clocks = [];
  if (here && here !== event) clocks.push([t("here"), here]);
  clocks.push([place(event), event]);
  if (event !== "Etc/GMT" && event !== "UTC") clocks.push([t("gmt"), "UTC"]);
  return h("p", { class: "times" }, clocks.map(([name, zone]) => h("span", {},
    h("span", { class: "quiet" }, name), " ", h("time", { datetime: new Date(ms).toISOString() }, moment(ms, zone, now)))));
}
