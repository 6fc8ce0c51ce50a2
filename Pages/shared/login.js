// Who is logged in. The token of a link stands after its #, which no browser sends; it is handed over once.

import { get, onLoggedOut, post } from "./api.js";
import { code, fill, find, focusOn, h } from "./dom.js";
import { onLanguage, t } from "./lang.js";
import { problemWords } from "./problem.js";

/**
 * Logs in by the address, or finds who is; calls `then` once with `{name, role}`, or shows how to get a link. Who logs in
 * later, on the same page, is given to `back`.
 */
export async function logIn(then, back = () => {}) {
  let refused = null;
  let hasBegun = false;
  let isStillOut = false;
  let from = null;
  // Until it was handed over.
  let token = location.pathname === "/login" && location.hash.slice(1);
  // A link is taken here too: opened, it would take the place of the page and of what is written on it.
  const link = h("input", { id: "link", type: "text", dir: "ltr", autocomplete: "off", autocapitalize: "off", spellcheck: "false" });
  const said = h("p", { class: "strong", role: "status" });
  const show = () => {
    const gate = find("#gate");
    if (gate.hidden) from = document.activeElement;
    find("#work").hidden = true;
    gate.hidden = false;
    const away = refused.isAway;
    said.textContent = isStillOut ? t("loginStill") : "";
    fill(gate,
      h("h2", { tabindex: "-1" }, t(away ? "away" : "loginTitle")),
      refused.isLink && h("p", { class: "strong" }, t("loginBad")),
      h("p", {}, t(away ? "awayHow" : "loginHow")),
      !away && h("p", {}, code(document.body.dataset.command)),
      !refused.isLoggedOut && !away && h("p", {}, problemWords(refused)),
      !away && h("form", { class: "field", onsubmit: (event) => { event.preventDefault(); enter(link.value); } },
        h("label", { for: "link" }, t("loginPaste")), h("div", { class: "row" }, link, h("button", {}, t("loginDo")))),
      said,
      h("button", { class: "main", type: "button", onclick: () => token ? enter(token) : look(true) }, t("again")));
  };
  const refuse = (problem) => {
    // A page that goes on asking hears the same again and again.
    if (refused?.status === problem.status && !problem.isLink && !find("#gate").hidden) return;
    refused = problem;
    isStillOut = false;
    show();
    find("#gate h2").focus();
  };
  const look = async (isAgain) => {
    try {
      said.textContent = "";
      const session = await get("session");
      refused = null;
      if (location.pathname === "/login") history.replaceState(null, "", "/");
      find("#gate").hidden = true;
      find("#work").hidden = false;
      // What was being written is still there when somebody has logged in anew.
      if (hasBegun) { focusOn(from !== document.body && from, find("#work")); back(session); } else then(session);
      hasBegun = true;
    } catch (problem) {
      if (!problem.isLoggedOut) return refuse(problem);
      if (!isAgain) return;
      isStillOut = true;
      said.textContent = t("loginStill");
    }
  };
  /** By a link, or its token alone. */
  const enter = async (text) => {
    try {
      await post("login", { token: text.trim().split("#").pop() });
      link.value = "";
      token = null;
    } catch (problem) {
      if (!problem.isAway) token = null;
      // A link that is opened twice in the same browser is no reason to be shut out.
      if (problem.isAway || !(await get("session").catch(() => null))) {
        problem.isLink = problem.isLoggedOut || problem.status === 400;
        return refuse(problem);
      }
    }
    await look();
  };
  onLanguage(() => refused && show());
  onLoggedOut(refuse);

  await (token ? enter(token) : look());
}

export async function logOut() {
  await post("logout").catch(() => {});
  location.assign("/");
}
