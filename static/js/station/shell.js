// The station page without the server: keeps scans, sends none. When the server is back, the real page takes its place
// and sends them. Only what no storage took is sent from here: a page that is left would lose it.

import { stayAwake } from "./awake.js";
import { offerCamera } from "./camera.js";
import { Screen } from "./card.js";
import { hold } from "./icons.js";
import { closeKeyboard, press } from "./pressing.js";
import { ScanQueue } from "./queue.js";
import { serverAnswers } from "./server.js";
import { wake } from "./sound.js";
import { Store } from "./store.js";
import { taking } from "./taking.js";
import { recall, recallPage } from "./ticket.js";
import * as token from "./token.js";
import { listen } from "./wedge.js";

const LOOK_MS = 3_000;
const form = document.getElementById("scan-form");
const box = document.getElementById("scan");
const address = location.pathname;
const station = decodeURIComponent(address.split("/")[2]);
const problems = new Store(station, "problem");

for (const place of document.querySelectorAll("[data-station-name]")) place.textContent = station;
document.title = document.title.replace("…", station);

const queue = new ScanQueue({ url: `${address}/scans`, photosUrl: `${address}/photos`, reportsUrl: `${address}/not-taken`, station,
  ticket: () => recall(station), store: new Store(station, "scan"), token, show: null });
queue.failing = queue.paused = true;
queue.show = new Screen(queue, problems);
Object.assign(form.dataset, recallPage(station));
const scanned = taking({ queue, form, box, station });

listen(box, scanned, (text) => queue.show.unreadable(text));
press(box, scanned);
closeKeyboard(box);
offerCamera(scanned);
hold(form.querySelector("use").getAttribute("href").split("#")[0]);
for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, wake, { capture: true });
stayAwake();

/** What waits is counted; a database that cannot be read yet is asked again. */
async function count() {
  await queue.load();
  if (!queue.seenAll) setTimeout(count, LOOK_MS);
}

async function look() {
  if (box.value || !(await serverAnswers())) return;
  await queue.store.line; // what was scanned a moment ago is kept first
  queue.paused = queue.store.safe && problems.safe;
  if (!queue.paused) queue.go();
  else if (!box.value) location.reload();
}

count();
setInterval(look, LOOK_MS);
addEventListener("online", look);
