// A keyboard-wedge scanner types very fast and ends with Enter, Tab or line feed. Wherever the focus is, it is a scan.

import { all, put, remove } from "./local.js";
import { isOurs } from "./numbers.js";
import { PAUSE_MS, Typing } from "./typing.js";

const CHECK_KEYS = 9; // in a row, of the scanner check
const COMPOSED_KEYS = 7; // in a row: who types Chinese by hand is slower
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

/** `scanned` takes codes. `unreadable` is told what an input method (Chinese, say) has made of a scanner's keys. */
export function listen(box, scanned, unreadable) {
  let check = ""; // the scanner check, if it was what came last
  let pause;
  let noEnter = all(KEY).length > 0; // as the last check has shown: then a pause ends a code
  const typing = new Typing(box, () => waitForEnter());
  const composedByScanner = () => typing.wasComposed && typing.fast >= COMPOSED_KEYS;

  const deliver = (code, ending = "") => {
    if (code.trim()) scanned(code + ending);
    else if (check && typing.inRow) scanned(check + TWO_ENTERS);
    check = !ending && isCheck(code) ? code : "";
    if (check) noEnter = keep(false);
  };

  const take = () => {
    const spoilt = composedByScanner() && typing.isSpoilt;
    const code = typing.clear();
    if (spoilt) unreadable(code);
    else deliver(code);
  };

  /** The last burst is a code without Enter; what lay in the box before it are others. */
  const takeApart = (ending) => {
    const codes = typing.codes();
    const last = codes.pop();
    typing.clear();
    for (const code of codes) deliver(code);
    deliver(last, ending);
  };

  /** An input method keeps the Enter for itself. */
  const onComposed = () => {
    if (typing.composing) typing.endComposing();
    else if (typing.isSpoilt || isCheck(box.value)) unreadable(typing.clear());
    else take();
  };

  const onPause = () => {
    const last = typing.codes().at(-1) ?? "";
    if (composedByScanner()) onComposed();
    else if (typing.fast >= CHECK_KEYS && isCheck(last)) {
      takeApart(NO_ENTER);
      noEnter = keep(true);
    } else if (!typing.byScanner || typing.composing) return;
    else if (isOurs(box.value)) take(); // with a halt in its middle
    else if (noEnter || isOurs(last)) takeApart();
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
    if (event.target.closest?.(ELSEWHERE)) return;
    const inBurst = typing.key(event.timeStamp);
    waitForEnter();
    if (event.isComposing || event.key === "Process") return; // it is the input method's
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
  for (const { key, timeStamp } of globalThis.earlyKeys?.() ?? []) { // what was typed while the page opened (js/early.js)
    onKey({ key, timeStamp, target: document.body, getModifierState: () => false, preventDefault: () => {} });
  }
}
