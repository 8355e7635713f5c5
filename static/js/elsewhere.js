// The number that waits is seen on every page of the staff: a tablet that is carried to another station, or on which somebody
// opens the desk, still holds what was scanned before. A station's own page counts, and sends, its own.

import * as indexed from "./station/indexed.js";
import * as local from "./station/local.js";

const PREFIX = "backhaul:";
const SCAN = /^backhaul:(.+):scan:\d+:/;
const OWN = /^\/stations\/([^/]+)$/;
const LOOK_MS = 5_000;

const place = document.getElementById("elsewhere");
const own = decodeURIComponent(OWN.exec(location.pathname)?.[1] ?? "");

/** How many scans each of the other stations has left here. */
async function waiting() {
  const keys = new Set([...(await indexed.keys(PREFIX)), ...local.all(PREFIX).map(([key]) => key)]);
  const counts = new Map();
  for (const key of keys) {
    const station = SCAN.exec(key)?.[1];
    if (station && station !== own) counts.set(station, (counts.get(station) ?? 0) + 1);
  }
  return counts;
}

function link([station, count]) {
  const element = document.createElement("a");
  element.href = `/stations/${encodeURIComponent(station)}`;
  element.translate = false;
  element.textContent = `${station}: ${count}`;
  return element;
}

async function look() {
  const counts = await waiting().catch(() => null); // what cannot be read now is asked again
  if (!counts) return;
  const links = [...counts].sort().map(link);
  const said = links.map((one) => one.textContent).join();
  place.hidden = !links.length;
  if (place.dataset.said === said) return; // else it is read aloud again, and a finger on it presses nothing
  place.dataset.said = said;
  place.querySelector("[data-stations]").replaceChildren(...links.flatMap((one) => [" ", one]));
}

look();
setInterval(look, LOOK_MS);
document.addEventListener("visibilitychange", look);
