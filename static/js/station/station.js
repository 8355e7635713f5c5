// The station page: puts scanner, queue, card and sound together.

import { Screen, shown } from "./card.js";
import { hold } from "./icons.js";
import { ScanQueue } from "./queue.js";
import { wake } from "./sound.js";
import { Store } from "./store.js";
import * as token from "./token.js";
import { listen } from "./wedge.js";

const form = document.getElementById("scan-form");
const box = document.getElementById("scan");
const station = form.dataset.station;

const queue = new ScanQueue({ url: form.action, store: new Store(station, "scan"), token, show: null });
queue.show = new Screen(queue, new Store(station, "problem"));
const scanned = (code) => queue.add(code, shown());

listen(box, scanned);
hold(form.querySelector("use").getAttribute("href").split("#")[0]);

// What can be pressed goes through the same queue as what is scanned.
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
  const typed = field.querySelector("input:not([type=hidden])").value.trim();
  if (typed) scanned(field.dataset.prefix + typed);
}, { capture: true });

// A key presses the button that names it, unless a scanner is in the middle of a code.
document.addEventListener("keydown", (event) => {
  if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey || box.value) return;
  const button = /^F\d+$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
  if (!button) return;
  event.preventDefault();
  button.click();
});

// The tablet's own keyboard stays closed until somebody has to type.
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

for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, wake, { capture: true });
addEventListener("online", () => queue.wake());
document.addEventListener("visibilitychange", () => document.hidden || queue.wake());
queue.go();

// Keep the screen on; browsers without it, or plain http, simply dim.
const stayAwake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
