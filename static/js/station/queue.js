// Scans wait here until the server has answered for exactly that scan. In order, one at a time, none dropped.

import { Others } from "./others.js";

const PATIENCE_MS = 12_000;
const PHOTO_PATIENCE_MS = 60_000; // some megabytes over a weak Wi-Fi
const FIRST_WAIT_MS = 400;
const LONGEST_WAIT_MS = 8_000;
const LONGEST_ASKED_S = 60;
const MOST_FAILURES = 8; // of one scan in the server itself (500): then a person looks at it and the line goes on
const UNREAD_MS = 30_000; // a store that cannot be read for so long does not hold up what the page itself has
const HALTED_MS = 20_000; // a person has to do something first; whether it was done is asked so often
const TOO_LARGE = 413;
const NOT_THIS_SCAN = new Set([TOO_LARGE, 422]);

/** 32 hexadecimal digits; getRandomValues exists on plain http too, randomUUID does not. */
export function newScanId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** One page at a time sends: two open pages of a station keep the order. Plain http has no locks, and does without. */
const alone = (name, act) => (navigator.locks ? navigator.locks.request(`backhaul:${name}`, act) : act());

// `sent_at` is of the same clock as `scanned_at`: a tablet whose clock is wrong does no harm.
const kept = (scan) => ({ scanned_at: scan.scanned_at, ticket: scan.ticket ?? "", kept: scan.kept ? "1" : "", sent_at: new Date().toISOString() });

const scanBody = (scan) => new URLSearchParams({ code: scan.code, re: scan.re ?? "", scan_id: scan.scan_id, ...kept(scan) });

function photoBody(scan) {
  const body = new FormData();
  for (const [name, value] of Object.entries({ photo_id: scan.scan_id, of: scan.of, ...kept(scan) })) body.set(name, value);
  body.set("photo", scan.photo, "photo.jpg");
  return body;
}

export class ScanQueue {
  /** `url` takes the scans of `station`, `photosUrl` its photos, `reportsUrl` what neither took; `ticket()` says under whose shift, `store` keeps them, `token` reads and renews
   *  the form token, `show` draws (card.js). */
  constructor({ url, photosUrl, reportsUrl, station, ticket, store, token, show }) {
    Object.assign(this, { url, photosUrl, reportsUrl, station, ticket, store, token, show, waiting: [] });
    this.busy = this.failing = this.halted = false;
    this.paused = false; // by the page that stands here while the server is away
    this.seenAll = false; // what earlier pages left
    this.others = new Others(station, (scanId) => this.takenElsewhere(scanId));
    this.wait = FIRST_WAIT_MS;
    this.notBefore = 0;
  }

  /** Take a code at the moment of its scan; `re` is the scan_id of the card that was on the screen. */
  add(code, re) {
    this.put({ code, re, scan_id: newScanId(), scanned_at: new Date().toISOString(), ticket: this.ticket(), station: this.station });
  }

  /** A new scan, or one that is sent again under its own scan_id. */
  put(scan) {
    if (this.failing) this.passedBy(this.waiting);
    this.waiting.push(scan);
    this.store.put(scan).then(() => this.show.count());
    this.show.added(scan);
    this.go();
  }

  /** A photo taken on the card of the scan `of`: it goes after that scan. False when the tablet has no room for it and cannot
   *  send it at once either. */
  async addPhoto(photo, of) {
    return this.putPhoto({ photo, of, code: "", scan_id: newScanId(), scanned_at: new Date().toISOString(),
      ticket: this.ticket(), station: this.station });
  }

  async putPhoto(photo) {
    if (!(await this.store.put(photo)) && (this.failing || !navigator.onLine)) {
      await this.store.remove(photo);
      return false;
    }
    if (!this.holds(photo)) this.waiting.push(photo);
    this.show.count();
    this.go();
    return true;
  }

  /** Look what the store holds: what an earlier page left comes in. What is not there is still sent: a store may be emptied, or
   *  fail. False while older scans may lie where they cannot be read. */
  async load() {
    const before = [...this.waiting];
    this.taken = new Set();
    const { entries: all, whole } = await this.store.all();
    const entries = all.filter((scan) => !this.taken.has(scan.scan_id)); // gone while it was read
    const held = new Map(this.waiting.map((scan) => [scan.scan_id, scan]));
    const found = new Set(entries.map((scan) => scan.scan_id));
    this.waiting = [...entries.map((scan) => held.get(scan.scan_id) ?? scan), ...this.waiting.filter((scan) => !found.has(scan.scan_id))];
    this.waiting.sort((one, other) => one.order - other.order);
    if (whole) for (const scan of before) if (!found.has(scan.scan_id) && this.holds(scan)) this.store.put(scan);
    this.show.count();
    this.seenAll ||= whole;
    this.unreadSince ??= performance.now();
    return this.seenAll || performance.now() - this.unreadSince > UNREAD_MS;
  }

  holds({ scan_id: scanId }) {
    return this.waiting.some((scan) => scan.scan_id === scanId);
  }

  /** Another page has sent it. Where its card can be seen it is sent again: its answer is shown here too. */
  takenElsewhere(scanId) {
    this.taken?.add(scanId);
    const scan = this.waiting.find((one) => one.scan_id === scanId);
    if (!scan || this.show.isOf(scan)) return;
    this.leave(scan);
    this.store.remove(scan);
    this.show.count();
  }

  async go() {
    if (this.busy || this.paused) return;
    clearTimeout(this.timer);
    const rest = this.notBefore - performance.now();
    if (rest > 0) return this.goIn(rest);
    this.busy = true;
    try {
      await alone(this.station, () => this.sendAll());
    } finally {
      this.busy = false;
    }
    if (this.woken) return this.wake();
    if (this.waiting.length || !this.seenAll) this.goIn(this.failing || !this.seenAll ? this.wait : 0);
  }

  goIn(milliseconds) {
    this.timer = setTimeout(() => this.go(), milliseconds);
  }

  async sendAll() {
    const ready = await this.load();
    if (!this.seenAll) this.waitLonger();
    this.failing ||= !ready;
    while (ready && this.waiting.length && (await this.sendFirst()));
  }

  /** The network is back or somebody looks at the page again: perhaps after a new sign-in, and what is under way was sent before. */
  wake() {
    this.woken = this.busy;
    if (this.halted) this.notBefore = 0;
    this.go();
  }

  /** Send the oldest scan. True when the next may go at once. Believed is only what names this scan: a portal or a proxy says yes
   *  and no as well, and what it says is no more than a network that is away. */
  async sendFirst() {
    const scan = this.waiting[0];
    const answer = await this.post(scan, scan.photo ? this.photosUrl : this.url, scan.photo ? photoBody(scan) : scanBody(scan));
    const status = answer?.status;
    if (answer?.id !== scan.scan_id) return status === TOO_LARGE ? this.failed(scan) : this.later(answer?.retryAfter);
    if (status === 200) return this.settle(scan, () => this.show.answered(scan, answer, this.waiting.length));
    if (NOT_THIS_SCAN.has(status) || answer.result === "refused") return this.refuse(scan, answer.words);
    if (status === 401) return this.halt("sign-in", "");
    if (status === 403) return this.halt("not-here", answer.words);
    if (status === 400 && (await this.token.renew())) return true;
    if (status === 400 || status === 500) return this.failed(scan);
    return this.later(answer.retryAfter);
  }

  /** Status, own id and text of the answer; null when there was none, or half of one, or it led elsewhere. */
  async post(scan, url, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), scan.photo ? PHOTO_PATIENCE_MS : PATIENCE_MS);
    const headers = { "X-CSRFToken": this.token.read(), "X-Scan-Id": scan.scan_id, Accept: "text/html" };
    try {
      const answer = await fetch(url, { method: "POST", body, headers, redirect: "error", cache: "no-store", signal: stop.signal });
      const text = await answer.text();
      const plain = answer.headers.get("Content-Type")?.startsWith("text/plain");
      return { status: answer.status, id: answer.headers.get("X-Scan-Id"), today: answer.headers.get("X-Scan-Today"),
        result: answer.headers.get("X-Scan-Result"), goesOn: answer.headers.get("X-Scan-Goes-On") === "yes",
        retryAfter: Number(answer.headers.get("Retry-After")) || 0, html: text, words: plain ? text.slice(0, 300) : "" };
    } catch {
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Out of the line; not by its place in it, which another page's word may have changed meanwhile. */
  leave(scan) {
    this.waiting = this.waiting.filter((one) => one.scan_id !== scan.scan_id);
  }

  settle(scan, draw) {
    this.leave(scan);
    this.failing = this.halted = false;
    this.wait = FIRST_WAIT_MS;
    draw();
    // After a refusal was kept among the problems: at every moment it is in one of them.
    this.store.remove(scan).then(() => this.others.tell(scan.scan_id));
    return true;
  }

  /** Tell the server what it would not take, for a lead to settle. True when it is written down there; then it may be forgotten here. */
  async report(problem, code) {
    const body = () => new URLSearchParams({ code, words: problem.words, scan_id: problem.scan_id, ...kept(problem) });
    const tell = () => this.post(problem, this.reportsUrl, body());
    let answer = await tell();
    if (answer?.status === 400 && (await this.token.renew())) answer = await tell();
    return answer?.status === 200 && answer.id === problem.scan_id;
  }

  refuse(scan, words) {
    return this.settle(scan, () => this.show.refused(scan, words));
  }

  failed(scan) {
    scan.failures = (scan.failures ?? 0) + 1;
    return scan.failures < MOST_FAILURES ? this.later() : this.refuse(scan, "");
  }

  later(seconds) {
    this.waitLonger(seconds);
    this.failing = true;
    this.passedBy(this.waiting.slice(0, -1));
    if (this.waiting.length && !this.halted) this.show.kept(this.waiting.at(-1)); // none is left where another page has sent it meanwhile
    return false;
  }

  /** Their cards said that they are kept, and somebody scanned on without their answers: the server is told. */
  passedBy(scans) {
    for (const scan of scans) scan.kept = true;
  }

  waitLonger(seconds) {
    this.wait = seconds ? Math.min(seconds, LONGEST_ASKED_S) * 1000 : Math.min(this.wait * 2, LONGEST_WAIT_MS);
    this.notBefore = seconds ? performance.now() + this.wait : 0;
  }

  halt(why, words) {
    this.halted = this.failing = true;
    this.wait = HALTED_MS;
    this.notBefore = performance.now() + HALTED_MS;
    this.show.halted(why, words);
    return false;
  }
}
