// Who is logged in. The token of a link stands after its #, which no browser sends; it is handed over once.

import { get, onLoggedOut, post } from "./api.js";
import { code, fill, find, h } from "./dom.js";
import { onLanguage, t } from "./lang.js";

/** Logs in by the address, or finds who is; calls `then` with `{name, role}`, or shows how to get a link. */
export async function logIn(then) {
  let refused = null;
  const show = () => {
    find("#work").hidden = true;
    const gate = find("#gate");
    gate.hidden = false;
    const away = refused?.isAway;
    fill(gate,
      h("h2", { tabindex: "-1" }, t(away ? "away" : "loginTitle")),
      h("p", {}, t(away ? "awayHow" : "loginHow")),
      refused?.message && !away && h("p", { class: "said", lang: "en", dir: "ltr" }, refused.message),
      !away && h("p", {}, code(document.body.dataset.command)),
      h("button", { class: "main", onclick: () => location.reload() }, t("again")));
  };
  onLanguage(() => refused && show());
  onLoggedOut((problem) => { refused = problem; show(); });

  const token = location.hash.slice(1);
  try {
    if (location.pathname === "/login" && token) {
      try {
        await post("login", { token });
      } catch (problem) {
        // A link that was opened twice in the same browser is no reason to be shut out.
        if (problem.isAway || !(await get("session").catch(() => null))) throw problem;
      }
      history.replaceState(null, "", "/");
    }
    const session = await get("session");
    find("#gate").hidden = true;
    find("#work").hidden = false;
    then(session);
  } catch (problem) {
    refused = problem;
    show();
  }
}

export async function logOut() {
  await post("logout").catch(() => {});
  location.assign("/");
}
