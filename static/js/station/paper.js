// Prints a paper without leaving the page: a tab of its own would take the scans that come next.

const LOOK_MS = 1_000;
const PATIENCE_MS = 60_000; // of the paper process, when many are asked for at once
const KEPT_MS = 300_000; // by then the browser's own window for printing is closed

const pause = () => new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });

/** True when the paper is made; until then a page stands there that says so. */
async function made(url) {
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const answer = await fetch(url, { redirect: "error" });
    if (!answer.ok) return false;
    if (answer.headers.get("Content-Type").startsWith("application/pdf")) return true;
    await pause();
  }
  return false;
}

/** A browser that shows no papers takes it as a file, as it does in a tab of its own. */
function put(url, done) {
  const frame = Object.assign(document.createElement("iframe"), { src: url, className: "visually-hidden", tabIndex: -1, title: "" });
  frame.setAttribute("aria-hidden", "true");
  frame.addEventListener("load", () => {
    if (navigator.pdfViewerEnabled) frame.contentWindow.print();
    done();
  }, { once: true });
  document.body.append(frame);
  setTimeout(() => frame.remove(), KEPT_MS);
}

/** A label that went to a printer in the network: its card says what became of it, until that is known. */
async function look() {
  const line = document.querySelector("#card [data-print-state]");
  if (!line || document.hidden) return;
  const answer = await fetch(line.dataset.printState, { redirect: "error", headers: { "HX-Request": "true" } });
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  if (fresh && line.isConnected && fresh.outerHTML !== line.outerHTML) line.replaceWith(fresh);
}

/** Papers of cards are printed here. `failed` says that one was not. */
export function offerPapers(box, failed) {
  setInterval(() => look().catch(() => {}), LOOK_MS); // without a network it is looked at again later
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("#card [data-print]");
    if (!link) return;
    event.preventDefault();
    if (await made(link.href).catch(() => false)) put(link.href, () => box.focus({ preventScroll: true }));
    else failed();
  });
}
