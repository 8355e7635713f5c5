// "This tablet" and the sound check at the start of a shift. All of it is kept on the tablet, nothing goes to the server.

import { LOUDEST, loudness, play, wake } from "./sound.js";

const KEY = "backhaul:tablet";
const START = { volume: 3, hand: "right", theme: "system", text: "normal", heard: "" };
const SCANS_UNTIL_HEARD = 3; // by then everybody has heard it, or never will: the row makes room

const root = document.documentElement;
const check = document.getElementById("sound-check");
const settings = { ...START, ...read() };

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}

function keep(changes) {
  Object.assign(settings, changes);
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // not kept, but so until the page is left
  }
  show();
}

/** Put the settings in force and say on the buttons which they are. */
function show() {
  root.dataset.hand = settings.hand;
  root.dataset.text = settings.text;
  loudness(settings.volume);
  for (const button of document.querySelectorAll("[data-set]")) {
    button.setAttribute("aria-pressed", String(settings[button.dataset.set] === button.dataset.to));
  }
  for (const meter of document.querySelectorAll("[data-volume]")) meter.value = settings.volume;
  for (const words of document.querySelectorAll("[data-silent]")) words.hidden = settings.volume > 0;
}

const ACTS = {
  set: (button) => {
    keep({ [button.dataset.set]: button.dataset.to });
    if (button.dataset.set === "theme") document.dispatchEvent(new CustomEvent("theme", { detail: button.dataset.to }));
  },
  louder: (button) => {
    keep({ volume: Math.max(0, Math.min(LOUDEST, settings.volume + Number(button.dataset.louder))) });
    play("good");
  },
  tone: (button) => play(button.dataset.tone),
  heard: () => {
    keep({ heard: shift() });
    check.hidden = true;
  },
};

/** Who works here today: another person, or another day, is asked again. */
const shift = () => `${check.dataset.person}:${new Date().toDateString()}`;

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-tablet] button");
  const name = button && Object.keys(ACTS).find((act) => act in button.dataset);
  if (!name) return;
  await wake();
  ACTS[name](button);
  if (event.detail === 0) button.focus(); // pressed by key: a person goes on from here, a scanner types anywhere
});

// Another tab, or the menu of the person, chose light or dark.
document.addEventListener("theme", (event) => event.detail !== settings.theme && keep({ theme: event.detail }));

/** A card may be drawn twice for one scan: "kept" first, then the answer. */
function untilHeard() {
  const scans = new Set();
  const watch = new MutationObserver(() => {
    scans.add(document.getElementById("card").dataset.scanId);
    check.hidden ||= scans.size >= SCANS_UNTIL_HEARD;
    if (check.hidden) watch.disconnect();
  });
  watch.observe(document.getElementById("card").parentElement, { childList: true });
}

try {
  settings.theme = localStorage.getItem("theme") ?? "system"; // one place for it: every page reads it there
} catch {
  // as it comes from the box
}
show();
for (const hidden of document.querySelectorAll("[data-tablet]")) hidden.hidden = false;
check.hidden = settings.heard === shift();
if (!check.hidden) untilHeard();
