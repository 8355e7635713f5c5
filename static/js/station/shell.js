// The station page without the server: keeps scans, sends none. When the server is back, the real page takes its place
// and sends them.

import { Screen } from "./card.js";
import { hold } from "./icons.js";
import { closeKeyboard, press } from "./pressing.js";
import { ScanQueue } from "./queue.js";
import { serverAnswers } from "./server.js";
import { wake } from "./sound.js";
import { Store } from "./store.js";
import { taking } from "./taking.js";
import { recall, recallPage } from "./ticket.js";
import { listen } from "./wedge.js";

const LOOK_MS = 3_000;
const form = document.getElementById("scan-form");
const box = document.getElementById("scan");
const station = decodeURIComponent(location.pathname.split("/")[2]);

for (const place of document.querySelectorAll("[data-station-name]")) place.textContent = station;
document.title = document.title.replace("…", station);

const queue = new ScanQueue({ station, ticket: () => recall(station), store: new Store(station, "scan"), show: null });
queue.failing = true;
queue.go = () => {};
queue.show = new Screen(queue, new Store(station, "problem"));
queue.load();
Object.assign(form.dataset, recallPage(station));
const scanned = taking({ queue, form, box, station });

listen(box, scanned, (text) => queue.show.unreadable(text));
press(box, scanned);
closeKeyboard(box);
hold(form.querySelector("use").getAttribute("href").split("#")[0]);
for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, wake, { capture: true });

async function look() {
  if (box.value || !queue.store.safe || !(await serverAnswers())) return;
  await queue.store.line; // what was scanned a moment ago is kept first
  if (!box.value) location.reload();
}

setInterval(look, LOOK_MS);
addEventListener("online", look);
