// What is scanned on the page of a thing's photos is a scan of the station that this tablet stands at: it is kept there, and the
// station's page is opened, which sends it.

import { newScanId } from "./station/queue.js";
import { Store } from "./station/store.js";
import { recall, recallPage, recallStation } from "./station/ticket.js";

const BURST_MS = 60;
const FEWEST_SIGNS = 4;
const FIELDS = "input:not([type=file]), textarea, select";
const station = recallStation();
const address = `/stations/${encodeURIComponent(station)}`;
const badge = new RegExp(recallPage(station).badge ?? "$^", "i");
let code = "";
let last = -Infinity;

async function keep(text) {
  if (badge.test(text)) return location.assign(`${address}/shift#${encodeURIComponent(text)}`); // no scan, and kept nowhere
  await new Store(station, "scan").put({ code: text, re: "", scan_id: newScanId(), scanned_at: new Date().toISOString(),
    ticket: recall(station), station });
  return location.assign(address);
}

function onKey(event) {
  if (!station || event.isComposing || event.target.closest?.(FIELDS)) return;
  const inBurst = event.timeStamp - last < BURST_MS;
  last = event.timeStamp;
  if (event.key.length === 1) code = inBurst ? code + event.key : event.key;
  if (!["Enter", "Tab"].includes(event.key) || !inBurst || code.length < FEWEST_SIGNS) return;
  event.preventDefault(); // else it presses what has the focus
  event.stopPropagation();
  keep(code);
  code = "";
}

document.addEventListener("keydown", onKey, { capture: true });
