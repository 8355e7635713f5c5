// The station page: puts the queue, the scanner, the card and the sound together.

import { ScanQueue } from "./queue.js";
import { play } from "./sound.js";
import { listen } from "./wedge.js";

const form = document.getElementById("scan-form");
const box = document.getElementById("scan");
const recent = document.getElementById("recent");
const LAST_SHOWN = 10;

const card = () => document.getElementById("card");
const template = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

function put(element) {
  card().replaceWith(element);
  play(element.dataset.sound);
}

function remember(element) {
  const row = document.createElement("li");
  row.className = `st-recent-${element.dataset.result}`;
  const words = document.createElement("span");
  words.textContent = element.querySelector(".st-title").textContent;
  const thing = document.createElement("bdi");
  thing.textContent = element.querySelector(".st-thing")?.textContent ?? "";
  row.append(element.querySelector(".st-symbol").cloneNode(true), words, thing);
  row.firstChild.setAttribute("class", "bh-icon");
  recent.prepend(row);
  while (recent.children.length > LAST_SHOWN) recent.lastElementChild.remove();
}

const show = {
  answered(html, headers) {
    const element = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    put(element);
    remember(element);
    document.querySelector("[data-today]").textContent = headers.get("X-Scan-Today") ?? "";
  },
  kept(scan) {
    const element = template("kept-card");
    element.querySelector("[data-kept-code]").textContent = scan.code;
    if (card().dataset.kept !== scan.scan_id) put(element);
    element.dataset.kept = scan.scan_id;
  },
  signIn() {
    put(template("sign-in-card"));
  },
  notTaken(scan, text) {
    const row = document.createElement("li");
    row.textContent = `${scan.code}: ${text.slice(0, 300)}`;
    document.querySelector("[data-exceptions]").prepend(row);
    document.getElementById("exceptions").hidden = false;
    play("bad");
  },
  count(number) {
    document.querySelector("[data-waiting]").textContent = number;
    document.getElementById("waiting").hidden = !number;
  },
};

const queue = new ScanQueue({
  url: form.action,
  store: `backhaul-scans-${form.dataset.station}`,
  token: () => document.querySelector('meta[name="csrf-token"]').content,
  show,
});

// What lies on the screen now is what the scan answers. A scan made while another is out answers nothing older.
const scanned = (code) => queue.add(code, queue.waiting.length ? "" : card().dataset.scanId);

document.documentElement.classList.add("st-live");
listen(box, scanned);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  event.stopPropagation();
  if (box.value.trim()) scanned(box.value);
  box.value = "";
}, { capture: true });
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-code]");
  if (!button) return;
  event.preventDefault();
  queue.add(button.dataset.code, button.closest("#card") ? card().dataset.scanId : "");
});
document.addEventListener("submit", (event) => {
  const field = event.target.closest("[data-field]");
  if (!field) return;
  event.preventDefault();
  const typed = field.querySelector("input").value.trim();
  if (typed) queue.add(field.dataset.prefix + typed, card().dataset.scanId);
}, { capture: true });

const keyboard = document.querySelector("[data-keyboard]");
keyboard.hidden = false;
keyboard.addEventListener("click", () => {
  box.inputMode = "text";
  box.blur();
  box.focus();
});
show.count(queue.waiting.length);
queue.go();
navigator.wakeLock?.request("screen").catch(() => {});
