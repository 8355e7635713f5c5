// A keyboard-wedge scanner types very fast and ends with Enter, Tab or line feed. Wherever the focus is, it is a scan.

import { all, put, remove } from "./local.js";

const BURST_MS = 60;
const PAUSE_MS = 600; // a busy tablet, or one with a wireless scanner, halts in the middle of a code
const FEWEST_SIGNS = 4; // in a row: nobody types so by hand
const KEY = "backhaul:no-enter";
// How the server learns of the key that ended the scanner check (workflow/scanning/layouts.py).
const NO_ENTER = "\x03";
const TWO_ENTERS = "\r\r";
const ELSEWHERE = "input:not(#scan), textarea, select, [contenteditable]";
const PRESSED = "a, button, summary";
const CONTROLS = { "]": "\x1d", "^": "\x1e", _: "\x1f" }; // how scanners type GS, RS and US

const endsCode = (event) => ["Enter", "NumpadEnter", "Tab"].includes(event.key)
  || (event.ctrlKey && ["j", "m"].includes(event.key.toLowerCase()));

/** The barcode of the scanner check has hardly a sign twice, on whatever keyboard; almost nothing else of its length is so. */
const isCheck = (code) => new Set(code).size >= Math.max(15, 0.8 * code.length);

/** Of this tablet, until the next check: a page that is opened again must not wait for an Enter that never comes. */
function keep(noEnter) {
  if (noEnter) put(KEY, true);
  else remove(KEY);
  return noEnter;
}

export function listen(box, scanned) {
  let lastKey = -Infinity;
  let inRow = 0; // keys that came as fast as only a scanner is
  let check = ""; // the scanner check, if it was what came last
  let pause;
  let noEnter = all(KEY).length > 0; // as the last check has shown: then a pause ends a code

  const take = (ending = "") => {
    const code = box.value;
    box.value = "";
    if (code.trim()) scanned(code + ending);
    else if (check && inRow) scanned(check + TWO_ENTERS);
    check = !ending && isCheck(code) ? code : "";
    if (check) noEnter = keep(false);
  };

  const onPause = () => {
    if (inRow >= 14 && isCheck(box.value)) {
      noEnter = keep(true);
      take(NO_ENTER);
    } else if (noEnter && inRow >= FEWEST_SIGNS - 1) take();
  };

  const waitForEnter = () => {
    clearTimeout(pause);
    pause = setTimeout(onPause, PAUSE_MS);
  };

  const type = (event, character) => {
    event.preventDefault();
    box.value += character;
    box.focus({ preventScroll: true });
  };

  const onKey = (event) => {
    if (event.isComposing || event.target.closest?.(ELSEWHERE)) return;
    const inBurst = event.timeStamp - lastKey < BURST_MS;
    lastKey = event.timeStamp;
    inRow = inBurst ? inRow + 1 : 0;
    waitForEnter();
    const held = !event.getModifierState("AltGraph") && (event.ctrlKey || event.altKey || event.metaKey);
    const pressing = !box.value && event.target.closest?.(PRESSED);
    if (endsCode(event)) {
      if (!event.ctrlKey && !box.value && (event.key === "Tab" || pressing)) return; // a person walks by keyboard
      event.preventDefault();
      take();
    } else if (held && event.ctrlKey && CONTROLS[event.key]) {
      type(event, CONTROLS[event.key]);
    } else if (held || event.key.length > 1) {
      if (inBurst && box.value) event.preventDefault(); // a control character in a code must not leave the page
    } else if (event.target !== box && !(pressing && event.key === " ")) {
      type(event, event.key);
    }
  };

  /** Pasted text may hold several codes, a line each. */
  const onPaste = (event) => {
    const lines = (event.clipboardData?.getData("text") ?? "").split(/\r?\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    lines[0] = box.value + lines[0];
    box.value = lines.pop();
    for (const line of lines) if (line.trim()) scanned(line);
  };

  const back = () => {
    const there = document.activeElement;
    if (!there || there === document.body || there.id === "main") box.focus({ preventScroll: true });
  };

  document.addEventListener("keydown", onKey, { capture: true });
  box.addEventListener("paste", onPaste);
  box.form.addEventListener("submit", (event) => { // a tablet's own keyboard sends the form instead of a key
    event.preventDefault();
    event.stopPropagation();
    take();
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(ELSEWHERE)) box.focus({ preventScroll: true });
  });
  document.addEventListener("focusout", () => setTimeout(back));
  addEventListener("focus", back);
  box.focus({ preventScroll: true });
}
