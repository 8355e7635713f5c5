// A badge scanned at the station: badge and PIN go to the page that takes them. They are held in memory, and never among
// the scans: what waits in the queue is kept on the tablet and stands in the database afterwards.

import { serverAnswers } from "./server.js";
import { clean } from "./unanswered.js";

const HANDED = "backhaul:badge"; // read and removed by js/shift.js as soon as it runs
const TYPED_PIN = /^\d{3,8}$/;
const LOOK_MS = 50;
const QUIET_MS = 600; // in the instant in which one page gives way to the other nobody hears a key; after it js/early.js does
const LONGEST_MS = 10_000; // somebody who types on has hands for the page that opens

const pause = () => new Promise((resolve) => { setTimeout(resolve, LOOK_MS); });

/** Leave it to the next page of this tab. False where the browser keeps nothing. */
function hand(entry) {
  try {
    sessionStorage.setItem(HANDED, JSON.stringify(entry));
    return true;
  } catch {
    return false;
  }
}

export class Change {
  /** `form` says how a badge and the keys of a PIN may arrive from this tablet's scanner. */
  constructor({ queue, form, box, shift }) {
    Object.assign(this, { queue, box, shift, pattern: new RegExp(form.dataset.badge, "i") });
    this.keys = new Set(JSON.parse(form.dataset.pinKeys).map((key) => key.toUpperCase()));
    this.held = null; // the badge and what came after it
    this.refused = false;
    this.lastKey = 0;
    addEventListener("keydown", () => (this.lastKey = performance.now()), { capture: true });
    addEventListener("pageshow", (event) => event.persisted && (this.held = null)); // somebody went back
  }

  isBadge(code) {
    return this.pattern.test(clean(code)) || this.pattern.test(code.trim());
  }

  mayBePin(code) {
    return TYPED_PIN.test(clean(code)) || this.keys.has(clean(code)) || this.keys.has(code.trim().toUpperCase());
  }

  /** True when it was a badge or may be a PIN: then it is no scan. */
  takes(code) {
    if (this.isBadge(code)) return this.begin(code);
    if (!this.mayBePin(code)) this.refused = false; // work goes on
    else if (this.held) this.held.codes.push(code);
    else if (this.refused) this.queue.show.noChange();
    else return false;
    return this.mayBePin(code);
  }

  begin(badge) {
    const onItsWay = this.held;
    this.held = { badge, codes: [] };
    this.queue.show.changing();
    if (!onItsWay) this.leave();
    return true;
  }

  /** Go once all that was scanned before is sent, or waits safely; without the server the person stays. */
  async leave() {
    const { queue } = this;
    while (queue.waiting.length && !queue.failing) await pause();
    await queue.store.line;
    const safe = queue.store.safe || !queue.waiting.length;
    if (!safe || !(await serverAnswers())) {
      this.held = null;
      this.refused = true;
      queue.show.noChange();
      return;
    }
    await this.quiet();
    queue.show.changing();
    addEventListener("pagehide", () => this.handOver(), { once: true });
    location.assign(hand(this.held) ? this.shift : `${this.shift}#${encodeURIComponent(this.held.badge)}`);
  }

  async quiet() {
    const latest = performance.now() + LONGEST_MS;
    const isBusy = () => this.box.value || performance.now() - this.lastKey < QUIET_MS;
    while (isBusy() && performance.now() < latest) await pause();
  }

  /** All that came until this page went, the beginning of a code in the box among it. */
  handOver() {
    if (this.held) hand({ ...this.held, rest: this.box.value });
    this.held = null;
    this.box.value = "";
  }
}
