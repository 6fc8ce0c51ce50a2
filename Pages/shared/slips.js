// Presses that nobody meant. What is pressed often gives way to something else in the same place: the second press of a
// double click, or of a key that is held, was not meant for that.

const soonMs = 500;
const nearPixels = 16;

export function guardSlips() {
  let last = { pressed: null, at: -Infinity, x: 0, y: 0 };
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("button, summary");
    // A key presses at no place.
    if (!event.detail || !pressed) return;
    const { clientX: x, clientY: y, timeStamp: at } = event;
    const isSlip = pressed !== last.pressed && at - last.at < soonMs && Math.hypot(x - last.x, y - last.y) < nearPixels;
    last = { pressed, at, x, y };
    if (isSlip) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, { capture: true });
  document.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter" && event.target.closest("button, summary")) event.preventDefault();
  }, { capture: true });
}
