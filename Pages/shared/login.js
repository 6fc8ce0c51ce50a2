// Who is logged in. The token of a link stands after its #, which no browser sends; it is handed over once.

import { get, onLoggedOut, post } from "./api.js";
import { code, fill, find, h } from "./dom.js";
import { onLanguage, t } from "./lang.js";

/** Logs in by the address, or finds who is; calls `then` once with `{name, role}`, or shows how to get a link. */
export async function logIn(then) {
  let refused = null;
  let hasBegun = false;
  const show = () => {
    find("#work").hidden = true;
    const gate = find("#gate");
    gate.hidden = false;
    const away = refused?.isAway;
    fill(gate,
      h("h2", { tabindex: "-1" }, t(away ? "away" : "loginTitle")),
      refused.isLink && h("p", { class: "strong" }, t("loginBad")),
      h("p", {}, t(away ? "awayHow" : "loginHow")),
      !away && h("p", {}, code(document.body.dataset.command)),
      refused.status !== 401 && !away && h("p", { class: "said", lang: "en", dir: "ltr" }, refused.message),
      h("button", { class: "main", type: "button", onclick: look }, t("again")));
  };
  const refuse = (problem) => {
    // A page that goes on asking hears the same again and again.
    if (refused?.status === problem.status && !problem.isLink && !find("#gate").hidden) return;
    refused = problem;
    show();
    find("#gate h2").focus();
  };
  // What was being written is still there when somebody has logged in anew.
  const look = async () => {
    try {
      const session = await get("session");
      refused = null;
      find("#gate").hidden = true;
      find("#work").hidden = false;
      if (!hasBegun) then(session);
      hasBegun = true;
    } catch (problem) {
      if (problem.status !== 401) refuse(problem);
    }
  };
  onLanguage(() => refused && show());
  onLoggedOut(refuse);

  const token = location.hash.slice(1);
  if (location.pathname === "/login" && token) {
    try {
      await post("login", { token });
    } catch (problem) {
      // A link that is opened twice in the same browser is no reason to be shut out.
      if (problem.isAway || !(await get("session").catch(() => null))) {
        problem.isLink = problem.status === 401;
        return refuse(problem);
      }
    }
    history.replaceState(null, "", "/");
  }
  await look();
}

export async function logOut() {
  await post("logout").catch(() => {});
  location.assign("/");
}
