// What waits here and what is still to come, asked for anew: once nobody scans for a moment, and now and then.

const PAUSE_MS = 2_000;
const NOW_AND_THEN_MS = 60_000;

export function keepNew(place) {
  let next;
  const askIn = (milliseconds) => { clearTimeout(next); next = setTimeout(ask, milliseconds); };
  const ask = async () => {
    const answer = document.hidden ? null : await fetch(place.dataset.work, { redirect: "error", headers: { "HX-Request": "true" } }).catch(() => null);
    // Only what names this station is our server's: a portal of the Wi-Fi answers 200 too.
    if (answer?.ok && answer.headers.get("X-Work-At") === place.dataset.work) place.innerHTML = await answer.text();
    askIn(NOW_AND_THEN_MS);
  };
  document.addEventListener("answered", () => askIn(PAUSE_MS));
  askIn(NOW_AND_THEN_MS);
}
