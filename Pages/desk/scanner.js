// A scanner is a fast keyboard that ends with Enter, and types as if the layout were English: under another one
// its characters are others, its keys are not. A ticket is read from the keys, wherever the focus is; whatever else is
// scanned is looked for, and presses nothing on its way.

const gapMs = 120;
// A scanner that is held before the same ticket for longer reads it again.
const sameMs = 2000;
// So many keys in a row are no slip of a finger.
const burstKeys = 3;
const ticket = /^MUSTER1:[0-9A-HJKMNP-TV-Z]+$/;

/** Whether a text is one of a ticket's form. */
export const isTicket = (text) => ticket.test(text.trim().toUpperCase());

function sign(code) {
  if (code.startsWith("Key")) return code.slice(3);
  if (code.startsWith("Digit")) return code.slice(5);
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  return code === "Semicolon" ? ":" : "";
}

const isWritten = (element) => element.matches("textarea, input:not([type=checkbox], [type=radio])");

/** Calls `scanned(ticket)` or `searched(text)`; what a scanner typed into a field, or chose in a list, is as it was again. */
export function scanner(scanned, searched) {
  let keys = "";
  let text = "";
  let last = -Infinity;
  let field = null;
  let before = "";
  let done = { text: "", at: -Infinity };

  const stop = (event) => { event.preventDefault(); event.stopImmediatePropagation(); };
  const restore = (now) => {
    if (now.id === "q") now.value = "";
    else if (field.isConnected && field.value !== before && (isWritten(field) || field.matches("select"))) {
      field.value = before;
      field.dispatchEvent(new Event(isWritten(field) ? "input" : "change", { bubbles: true }));
    }
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || /^(Shift|Control|Alt|Meta)/.test(event.key)) return;
    const { target, timeStamp: at } = event;
    const isBurst = at - last <= gapMs;
    if (!isBurst) {
      keys = text = "";
      field = target;
      before = field.value;
    }
    last = at;
    const isEnter = event.code === "Enter" || event.code === "NumpadEnter";
    if (!isEnter && event.code !== "Tab") {
      keys += sign(event.code);
      if (event.key.length === 1) text += event.key;
      if (isBurst && event.code === "Space" && !isWritten(target)) stop(event);
      return;
    }
    const typed = { keys, text };
    keys = text = "";
    if (ticket.test(typed.keys)) {
      stop(event);
      restore(target);
      if (typed.keys !== done.text || at - done.at > sameMs) scanned(typed.keys);
      done = { text: typed.keys, at };
    } else if (!isEnter) {
      // Whoever goes to a button with Tab may press it at once.
      last = -Infinity;
    } else if (isBurst && !isWritten(target)) {
      stop(event);
      if (typed.text.length < burstKeys) return;
      restore(target);
      searched(typed.text.trim());
    }
  }, { capture: true });
}
