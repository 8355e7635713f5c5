// Draws what the queue reports: the card, the last scans, what waits, what a person has to look at.

import { useHeld } from "./icons.js";
import { signIn } from "./lock.js";
import { play } from "./sound.js";

const LAST_SHOWN = 10;
const SLOW_MS = 600;
const LOOK_AGAIN_MS = 2_000;
const SHOWN_SIGNS = 60;

const find = (selector) => document.querySelector(selector);
const copy = (id) => useHeld(document.getElementById(id).content.firstElementChild.cloneNode(true));
const card = () => document.getElementById("card");
const text = (element, selector) => element.querySelector(selector)?.textContent.trim() ?? "";

function write(element, selector, words) {
  for (const place of element.querySelectorAll(selector)) place.textContent = words;
  return element;
}

const template = (id) => document.getElementById(id).content.textContent.trim();

const isLocked = () => card().dataset.result === "locked";

/** What a person calls it: the code, or "Photo". */
const named = (scan) => (scan.photo ? template("photo-words") : scan.code);

/** A photo that the server refused can still be taken to where it belongs. */
function offerSaving(link, photo) {
  link.href = URL.createObjectURL(photo);
  link.hidden = false;
}

function put(element, scanId, quiet = false) {
  if (isLocked()) return; // nothing is drawn over it
  element.id = "card";
  element.dataset.scanId = scanId;
  card().replaceWith(element);
  if (!quiet) play(element.dataset.sound);
  if (document.activeElement === document.body) document.getElementById("scan").focus({ preventScroll: true });
}

/** The scan_id of the card that can be seen now: what is scanned now answers it. */
export const shown = () => card().dataset.scanId;

/** What that card says: "kept" is the tablet's own word, the others are the server's. */
export const seen = () => card().dataset.result;

export class Screen {
  constructor(queue, problems) {
    Object.assign(this, { queue, problems, sent: new Map() });
    this.listKept(new Set());
  }

  /** What an earlier page left to look at; a database that cannot be read yet is asked again. */
  async listKept(listed) {
    const { entries, whole } = await this.problems.all();
    for (const problem of entries.filter((one) => !listed.has(one.scan_id))) this.list(problem);
    this.count();
    if (!whole) setTimeout(() => this.listKept(new Set([...listed, ...entries.map((one) => one.scan_id)])), LOOK_AGAIN_MS);
  }

  /** Whether the card is the one of this scan. */
  isOf(scan) {
    return shown() === scan.scan_id;
  }

  added(scan) {
    if (this.queue.halted) this.drawHalted();
    else if (this.queue.failing) this.kept(scan);
    this.count();
    setTimeout(() => this.slow(scan), SLOW_MS);
  }

  /** Nobody scans into nothing: without an answer after a moment, the card says that the scan is kept. */
  slow(scan) {
    if (!this.queue.halted && this.queue.waiting.at(-1) === scan) this.kept(scan);
    this.count();
  }

  /** A photo leaves the card as it is: count() notes it there. */
  kept(scan) {
    if (shown() !== scan.scan_id && !scan.photo) put(write(copy("kept-card"), "[data-words]", scan.code), scan.scan_id);
    this.count();
  }

  /** An answer to a question that nobody asked: not kept. What is scanned next still follows what was scanned before. */
  unanswered(code) {
    put(write(copy("no-question-card"), "[data-words]", code), shown());
  }

  answered(scan, answer, left) {
    if (scan.photo) return this.photoSent(scan);
    const element = new DOMParser().parseFromString(answer.html, "text/html").body.firstElementChild;
    const fine = ["ok", "repeat"].includes(element.dataset.result) || answer.goesOn;
    const opens = element.querySelector("[data-opens]");
    const locking = opens && signIn(scan.ticket ?? "") !== signIn(this.queue.ticket()); // the sign-in before this one
    if (!locking) put(useHeld(element), scan.scan_id, left > 0 && fine);
    if (isLocked()) return this.signInAnew();
    if (!left && !locking) this.open(opens, scan.code);
    this.remember(element);
    if (left > 0 && !fine) this.problem(scan, text(element, ".st-title"), text(element, ".st-next span"), true);
    document.dispatchEvent(new Event("answered"));
    if (answer.today) for (const place of document.querySelectorAll("[data-today]")) place.textContent = answer.today;
    return this.count();
  }

  photoSent(photo) {
    this.sent.set(photo.of, (this.sent.get(photo.of) ?? 0) + 1);
    this.count();
  }

  /** What the tablet says about photos by itself: "no-room" or "no-thing". */
  noPhoto(why) {
    put(copy(`${why}-card`), shown());
    this.count();
  }

  /** On the card, which stays: its paper was not made, or could not be had. */
  notPrinted() {
    if (!card().querySelector("[data-not-printed]")) card().append(copy("not-printed-note"));
    play("bad");
  }

  /** A badge was read: its page opens when all that was scanned before is sent. */
  changing() {
    put(copy("changing-card"), shown());
    this.count();
  }

  /** A badge was read, and nobody can sign in now. */
  noChange() {
    put(copy("no-change-card"), shown());
    this.count();
  }

  /** An input method stood between the scanner and the box. What is scanned next still answers the card before. */
  unreadable(code) {
    put(write(copy("input-method-card"), "[data-words]", code.slice(0, SHOWN_SIGNS)), shown());
    this.count();
  }

  /** On the card: how many photos of it wait here, and how many have gone. */
  photos() {
    const waiting = this.queue.waiting.filter((scan) => scan.photo && scan.of === shown()).length;
    const sent = this.sent.get(shown()) ?? 0;
    let note = card().querySelector("[data-photos]");
    if (!note && (waiting || sent)) card().append((note = copy("photos-note")));
    for (const [name, number] of note ? [["waiting", waiting], ["sent", sent]] : []) {
      const line = note.querySelector(`[data-photos-${name}]`);
      line.hidden = !number;
      write(line, "b", number);
    }
  }

  /** What the card opens by itself. A browser that blocks it still shows the link. */
  open(link, code) {
    if (link?.hasAttribute("data-takes-code")) link.hash = encodeURIComponent(code); // a badge need not be scanned twice
    link?.click();
  }

  /** Nothing of the work can be read any more; the card of the lock stays until the page is left. */
  locked() {
    put(copy("locked-card"), "");
    document.getElementById("recent")?.replaceChildren();
    this.count();
    if (this.queue.halted) this.signInAnew();
  }

  /** Locked, and the server has all it was to have: now somebody signs in. */
  signInAnew() {
    const done = !this.queue.waiting.length || (this.queue.halted && this.queue.store.safe);
    if (isLocked() && done) location.assign(`${location.pathname}/shift`);
  }

  /** What is scanned while the tablet is locked is nobody's: not kept, and the card says so. */
  notWhileLocked() {
    card().querySelector("[data-refused]").hidden = false;
    play("bad");
  }

  refused(scan, words) {
    const element = copy("not-taken-card");
    const said = words || template("server-words");
    put(write(write(element, "[data-words]", said), "[data-code-words]", named(scan)), scan.of ?? scan.scan_id);
    this.problem(scan, text(element, ".st-title"), said, false);
    this.count();
    this.signInAnew();
  }

  /** A person has to do something first; asked once, though the queue looks now and then whether it was done. */
  halted(why, words) {
    const drawn = this.why?.join() === [why, words].join() && card().matches("[data-halted]");
    this.why = [why, words];
    if (!drawn) this.drawHalted();
    this.count();
    this.signInAnew();
  }

  drawHalted() {
    const [why, words] = this.why;
    const element = write(copy(`${why}-card`), "[data-words]", words);
    for (const link of element.querySelectorAll("a[data-to]")) {
      link.href = link.dataset.to.replace("…", location.pathname);
      if (!this.queue.store.safe) link.target = "_blank"; // this page has to stay open: only it holds what waits
    }
    put(element, "");
  }

  remember(element) {
    const recent = document.getElementById("recent");
    if (!recent) return; // the page that opens without the server has no list
    const row = document.createElement("li");
    row.className = `st-recent-${element.dataset.result}`;
    row.innerHTML = '<svg class="bh-icon" aria-hidden="true" focusable="false"></svg><span></span><small><bdi></bdi></small>';
    row.firstChild.append(element.querySelector(".st-symbol use").cloneNode());
    write(write(row, "span", text(element, ".st-title")), "bdi", text(element, ".st-thing"));
    recent.prepend(row);
    while (recent.children.length > LAST_SHOWN) recent.lastElementChild.remove();
  }

  /** Something that a person has to look at: kept until somebody says that it is dealt with or, where the server has not `taken` it,
   *  until a lead has it. */
  problem(scan, title, words, taken) {
    const problem = { ...scan, title, words, taken, failures: 0, order: undefined };
    this.problems.put(problem).then(() => this.count());
    this.list(problem);
  }

  list(problem) {
    const row = write(write(copy("problem-row"), "[data-title]", problem.title), "[data-code-words]", named(problem));
    write(row, "[data-words]", problem.words);
    const close = () => { row.remove(); this.problems.remove(problem).then(() => this.count()); };
    for (const [name, hidden, act] of [
      ["again", problem.taken, () => this.again(problem, close)], // the server has it: it would only repeat the answer
      ["report", problem.taken, () => this.report(problem, row, close)],
      ["seen", !problem.taken, close], // the only copy is not thrown away by a press
    ]) {
      const button = row.querySelector(`[data-${name}]`);
      button.hidden = hidden;
      button.addEventListener("click", act);
    }
    if (problem.photo) offerSaving(row.querySelector("[data-save]"), problem.photo);
    find("[data-problems]").prepend(row);
  }

  /** A lead settles it from now on. The picture of a photo goes no further than this tablet: it is saved first. */
  async report(problem, row, close) {
    if (problem.photo) row.querySelector("[data-save]").click();
    if (await this.queue.report(problem, named(problem))) close();
    else row.querySelector("[data-not-reported]").hidden = false;
  }

  /** Sent again, it leaves the list; a photo only when it is kept elsewhere. */
  async again(problem, close) {
    const scan = { ...problem, order: undefined };
    if (!problem.photo) this.queue.put(scan);
    else if (!(await this.queue.putPhoto(scan))) return this.noPhoto("no-room");
    return close();
  }

  /** One scan on its way to a quick server is no news; more, or one that has to wait, is. */
  count() {
    const waiting = this.queue.waiting.length;
    const problems = find("[data-problems]").children.length;
    const late = waiting > 0 && Date.now() - Date.parse(this.queue.waiting[0].scanned_at) >= SLOW_MS;
    find("[data-waiting]").textContent = waiting;
    find("#waiting").hidden = !(this.queue.failing ? waiting : waiting > 1 || late);
    find("#unsafe").hidden = (this.queue.store.safe || !waiting) && (this.problems.safe || !problems);
    find("[data-problem-count]").textContent = problems;
    find("#problem-count").hidden = find("#problems").hidden = !problems;
    this.photos();
  }
}
