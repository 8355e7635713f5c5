// What can be pressed, or typed into a field of the card, goes the same way as what is scanned.

import { scannedInto, watchFields } from "./fields.js";

/** The key as a button names it: F9, or Alt+Y. A letter is the one on the key, also where Alt gives another sign. Alt with a
 *  digit of the number pad is how some scanners type a sign, and AltGr how people do. */
function keyName(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.getModifierState("AltGraph")) return "";
  if (!event.altKey) return /^F\d+$/.test(event.key) ? event.key : "";
  const sign = /^[a-z]$/i.test(event.key) ? event.key : /^(?:Key|Digit)(.)$/.exec(event.code)?.[1];
  return sign ? `Alt+${sign.toUpperCase()}` : "";
}

export function press(box, scanned) {
  watchFields();
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-code]");
    if (!button) return;
    event.preventDefault();
    scanned(button.dataset.code);
  });
  document.addEventListener("submit", (event) => {
    const field = event.target.closest("[data-field]");
    if (!field) return;
    event.preventDefault();
    event.stopPropagation();
    const input = field.querySelector("input:not([type=hidden])");
    const code = scannedInto(input);
    const typed = input.value.trim();
    if (code) scanned(code);
    else if (typed) scanned(field.dataset.prefix + typed);
  }, { capture: true });

  // A key presses the button that names it, unless a scanner is in the middle of a code.
  document.addEventListener("keydown", (event) => {
    if (event.repeat || box.value) return;
    const name = keyName(event);
    const button = name && document.querySelector(`[data-key="${name}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
}

/** The tablet's own keyboard stays closed until somebody has to type. */
export function closeKeyboard(box) {
  const keyboard = document.querySelector("[data-keyboard]");
  const setTyping = (typing) => {
    box.inputMode = typing ? "text" : "none";
    keyboard.setAttribute("aria-pressed", String(typing));
  };
  setTyping(false);
  keyboard.hidden = false;
  keyboard.addEventListener("click", () => {
    setTyping(box.inputMode === "none");
    box.blur();
    box.focus();
  });
}
