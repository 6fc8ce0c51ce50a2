// Elements from data. Text only ever becomes text: nothing here reads markup.

/** An element: `h("button", {class: "main", onclick: f}, "Save")`. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  fill(element, ...children);
  return element;
}

/** Puts children in the place of those that are there. */
export function fill(element, ...children) {
  const wanted = children.flat(9).filter((child) => child !== undefined && child !== null && child !== false);
  element.replaceChildren(...wanted);
}

export const find = (selector) => document.querySelector(selector);

/** What somebody wrote, set apart from the direction of the text around it. */
export const own = (text, attributes = {}) => h("bdi", { dir: "auto", ...attributes }, text);

/** Ids, addresses, codes: always from left to right. */
export const code = (text) => h("bdi", { dir: "ltr", class: "code" }, text);

/** An id for people: those of machines are too long to be read, and begin differently. */
export const idOf = (id) => code(id.length > 16 ? `${id.slice(0, 8)}…` : id);

/** Shows the focus at the first of these that is in sight: whoever uses a keyboard is never thrown to the page's top. */
export function focusOn(...places) {
  for (const place of places) {
    if (!place?.isConnected || !place.checkVisibility()) continue;
    if (place.tabIndex < 0 && !place.hasAttribute("tabindex")) place.tabIndex = -1;
    place.focus({ preventScroll: true });
    if (document.activeElement === place) return;
  }
}

/** The part of the root that is known by this `data-key`. */
export const keyed = (root, key) => key && [...root.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key);

// A press whose button gives way to a new one before it is let go is no click. So what is under a finger or a mouse
// button waits to be drawn until it is let go; a touch's click comes some ms after that.
const touchMs = 50;
const waiting = new Map();
let pressed = null;

const letGo = () => {
  pressed = null;
  const draws = [...waiting.values()];
  waiting.clear();
  for (const draw of draws) draw();
};
addEventListener("pointerdown", (event) => { pressed = event.target; }, { capture: true });
addEventListener("pointerup", () => {
  const before = pressed;
  setTimeout(() => { if (pressed === before) letGo(); }, touchMs);
}, { capture: true });
// Whatever is pressed may draw at once, and what has waited comes after it.
addEventListener("click", () => { pressed = null; setTimeout(letGo); }, { capture: true });
for (const name of ["pointercancel", "blur", "keydown"]) addEventListener(name, letGo);
// A list that opens tells of no release.
addEventListener("change", (event) => { if (event.target === pressed) letGo(); });

/** Draws now, or once what is pressed in `root` was let go; of several that wait, the last. */
export function unpressed(root, draw) {
  if (pressed && root.contains(pressed)) { waiting.set(root, draw); return; }
  waiting.delete(root);
  draw();
}

/**
 * Keeps the focus where it was while `change` draws anew; parts are known by `data-key`. Where its part is gone it goes
 * to the root, which acts on nothing.
 */
export function steady(root, change) {
  unpressed(root, () => {
    const part = root.contains(document.activeElement) && document.activeElement;
    change();
    if (!part || part === document.activeElement) return;
    focusOn(keyed(root, part.dataset.key), root, find("#work"));
  });
}
