// Scans wait here until the server has answered for exactly that scan. In order, one at a time, kept across reloads.

const FORM = "application/x-www-form-urlencoded";
const TRY_AGAIN = new Set([429, 502, 503, 504]);
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8000;

/** 32 hexadecimal digits; getRandomValues exists on plain http too, randomUUID does not. */
export function newScanId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class ScanQueue {
  /** `show` gets {answered|kept|signIn|notTaken} calls; `url` takes the scans. */
  constructor({ url, store, token, show }) {
    this.url = url;
    this.store = store;
    this.token = token;
    this.show = show;
    this.waiting = this.read();
    this.busy = false;
    this.wait = FIRST_WAIT_MS;
    addEventListener("online", () => this.go());
  }

  add(code, re) {
    this.waiting.push({ code, re, scan_id: newScanId(), scanned_at: new Date().toISOString() });
    this.write();
    this.go();
  }

  async go() {
    if (this.busy || !this.waiting.length) return;
    this.busy = true;
    clearTimeout(this.timer);
    while (this.waiting.length && (await this.sendFirst()));
    this.busy = false;
    if (this.waiting.length && !this.stopped) this.timer = setTimeout(() => this.go(), this.wait);
  }

  /** Send the oldest scan. True when it is settled and the next may go. */
  async sendFirst() {
    const scan = this.waiting[0];
    const answer = await this.post(scan);
    if (!answer || TRY_AGAIN.has(answer.status)) return this.keep(scan, answer);
    if (answer.status === 401) return this.halt();
    if (answer.status === 400) return this.renew(scan);
    const html = await answer.text().catch(() => null);
    if (html === null) return this.keep(scan, null);
    if (answer.ok && answer.headers.get("X-Scan-Id") !== scan.scan_id) return this.keep(scan, null);
    this.waiting.shift();
    this.write();
    this.wait = FIRST_WAIT_MS;
    if (answer.ok) this.show.answered(html, answer.headers);
    else this.show.notTaken(scan, html);
    return true;
  }

  async post({ code, re, scan_id, scanned_at }) {
    const body = new URLSearchParams({ code, re: re ?? "", scan_id, scanned_at });
    const headers = { "Content-Type": FORM, "X-CSRFToken": this.token() };
    try {
      return await fetch(this.url, { method: "POST", body, headers, redirect: "error", cache: "no-store" });
    } catch {
      return null;
    }
  }

  keep(scan, answer) {
    const asked = Number(answer?.headers.get("Retry-After")) * 1000;
    this.wait = Math.min(asked || this.wait * 2, LONGEST_WAIT_MS);
    this.show.kept(scan);
    return false;
  }

  /** The form token was that of an older sign-in: fetch a fresh one and send the same scan again. */
  async renew(scan) {
    const page = await fetch(location.pathname, { cache: "no-store" }).then((answer) => answer.text()).catch(() => "");
    const fresh = new DOMParser().parseFromString(page, "text/html").querySelector('meta[name="csrf-token"]');
    if (fresh && fresh.content !== this.token()) document.querySelector('meta[name="csrf-token"]').content = fresh.content;
    return this.keep(scan, null);
  }

  halt() {
    this.stopped = true;
    this.show.signIn();
    return false;
  }

  read() {
    try {
      return JSON.parse(localStorage.getItem(this.store)) ?? [];
    } catch {
      return [];
    }
  }

  write() {
    localStorage.setItem(this.store, JSON.stringify(this.waiting));
    this.show.count(this.waiting.length);
  }
}
