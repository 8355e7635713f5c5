// The station page opens without a network too: on https and on the tablet's own address. Elsewhere the page says so.

const SCOPE = "/stations/";

export function prepare(worker, note) {
  navigator.storage?.persist?.().catch(() => {}); // a full tablet throws away other sites' things first
  if (window.isSecureContext && navigator.serviceWorker) navigator.serviceWorker.register(worker, { scope: SCOPE }).catch(() => {});
  else note.hidden = false;
}
