// The station page: puts scanner, queue, card and sound together.

import { stayAwake } from "./awake.js";
import { offerCamera } from "./camera.js";
import { Screen } from "./card.js";
import { hold } from "./icons.js";
import { prepare } from "./offline.js";
import { offerPapers } from "./paper.js";
import { closeKeyboard, press } from "./pressing.js";
import { ScanQueue } from "./queue.js";
import { wake } from "./sound.js";
import { Store } from "./store.js";
import { taking } from "./taking.js";
import { remember, rememberPage, rememberStation } from "./ticket.js";
import * as token from "./token.js";
import { listen } from "./wedge.js";
import { keepNew } from "./work.js";

const form = document.getElementById("scan-form");
const box = document.getElementById("scan");
const { station, worker } = form.dataset;
const ticket = () => form.dataset.ticket ?? "";

const queue = new ScanQueue({ url: form.action, photosUrl: form.dataset.photos, reportsUrl: form.dataset.reports, station, ticket, store: new Store(station, "scan"), token, show: null });
queue.show = new Screen(queue, new Store(station, "problem"));
const scanned = taking({ queue, form, box, station, signedIn: ticket() });

listen(box, scanned, (text) => queue.show.unreadable(text));
press(box, scanned);
closeKeyboard(box);
offerCamera(scanned);
keepNew(document.getElementById("work"));
offerPapers(box, () => queue.show.notPrinted());
hold(form.querySelector("use").getAttribute("href").split("#")[0]);
remember(station, ticket());
rememberStation(station);
rememberPage(station, form.dataset);
prepare(worker, document.getElementById("opens-online-only"));

for (const name of ["keydown", "pointerdown"]) document.addEventListener(name, wake, { capture: true });
addEventListener("online", () => queue.wake());
document.addEventListener("visibilitychange", () => document.hidden || queue.wake());
queue.load().then(() => { queue.show.signInAnew(); queue.go(); }); // counted at once, although another page may be sending
stayAwake();
