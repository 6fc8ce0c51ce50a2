// A scanner is a fast keyboard that ends with Enter, and types as if the layout were English: under another one
// its characters are others, its keys are not. A ticket is read from the keys, wherever the focus is.

const gapMs = 120;
// A scanner that is held before the same ticket for longer reads it again.
const sameMs = 2000;
const ticket = /^MUSTER1:[0-9A-HJKMNP-TV-Z]+$/;

/** Whether a text is one of a ticket's form. */
export const isTicket = (text) => ticket.test(text.trim().toUpperCase());

function sign(code) {
  if (code.startsWith("Key")) return code.slice(3);
  if (code.startsWith("Digit")) return code.slice(5);
  if (/^Numpad\d$/.test(code)) return code.slice(6);
  return code === "Semicolon" ? ":" : "";
}

/** Calls `scanned(text)` for each ticket; what it typed into a field is taken out of it again. */
export function scanner(scanned) {
  let typed = "";
  let last = -Infinity;
  let field = null;
  let before = "";
  let done = { text: "", at: -Infinity };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || /^(Shift|Control|Alt|Meta)/.test(event.key)) return;
    if (event.timeStamp - last > gapMs) {
      typed = "";
      field = event.target;
      before = field.value;
    }
    last = event.timeStamp;
    if (event.code !== "Enter" && event.code !== "NumpadEnter" && event.code !== "Tab") {
      typed += sign(event.code);
      return;
    }
    const text = typed;
    typed = "";
    if (!ticket.test(text)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (typeof before === "string" && field.isConnected) {
      field.value = field.id === "q" ? "" : before;
    }
    if (text !== done.text || event.timeStamp - done.at > sameMs) scanned(text);
    done = { text, at: event.timeStamp };
  }, { capture: true });
}
