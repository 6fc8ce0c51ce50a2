// Drawing anew without taking the focus away from whoever works with the keyboard.

import { keyed, unpressed } from "/shared/dom.js";

/** Puts nodes in place; those that stay are not touched, nor what is typed in them. */
export function lay(parent, ...children) {
  const wanted = children.flat().filter(Boolean);
  const staying = new Set(wanted);
  for (const child of [...parent.children]) if (!staying.has(child)) child.remove();
  wanted.forEach((child, place) => {
    if (parent.children[place] !== child) parent.insertBefore(child, parent.children[place] ?? null);
  });
}

/** Draws, and leaves the focus and the caret on the part of the same `data-key`, or else where `lost` says. */
export function keep(root, draw, lost = () => null) {
  unpressed(root, () => redraw(root, draw, lost));
}

function redraw(root, draw, lost) {
  const held = root.contains(document.activeElement) ? document.activeElement : null;
  const { selectionStart: from = null, selectionEnd: to } = held ?? {};
  draw();
  if (!held || document.activeElement === held) return;
  const same = held.isConnected ? held : keyed(root, held.dataset.key);
  if (!same) return lost(held)?.focus();
  same.focus({ preventScroll: true });
  if (from !== null) same.setSelectionRange(from, to);
}

/** After a question, the focus goes back to what was pressed, even where that was drawn anew meanwhile. */
export function land(root, key, lost = () => null) {
  if (!root.contains(document.activeElement)) (keyed(root, key) ?? lost())?.focus({ preventScroll: true });
}
