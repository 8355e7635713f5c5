// Draws what the queue reports: the card, the last scans, what waits, what a person has to look at.

import { useHeld } from "./icons.js";
import { play } from "./sound.js";

const LAST_SHOWN = 10;
const SLOW_MS = 600;

const find = (selector) => document.querySelector(selector);
const copy = (id) => useHeld(document.getElementById(id).content.firstElementChild.cloneNode(true));
const card = () => document.getElementById("card");
const text = (element, selector) => element.querySelector(selector)?.textContent.trim() ?? "";

function write(element, selector, words) {
  for (const place of element.querySelectorAll(selector)) place.textContent = words;
  return element;
}

function put(element, scanId, quiet = false) {
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
    Object.assign(this, { queue, problems });
    problems.all().then((entries) => {
      for (const problem of entries) this.list(problem);
      this.count();
    });
  }

  /** Whether the card is the one of this scan. */
  isOf(scan) {
    return shown() === scan.scan_id;
  }

  added(scan) {
    if (this.queue.failing && !this.queue.halted) this.kept(scan);
    else if (this.queue.halted) this.halted(...this.why);
    this.count();
    setTimeout(() => this.slow(scan), SLOW_MS);
  }

  /** Nobody scans into nothing: without an answer after a moment, the card says that the scan is kept. */
  slow(scan) {
    if (!this.queue.halted && this.queue.waiting.at(-1) === scan) this.kept(scan);
    this.count();
  }

  kept(scan) {
    this.count();
    if (shown() !== scan.scan_id) put(write(copy("kept-card"), "[data-words]", scan.code), scan.scan_id);
  }

  /** An answer to a question that nobody asked: not kept. What is scanned next still follows what was scanned before. */
  unanswered(code) {
    put(write(copy("no-question-card"), "[data-words]", code), shown());
  }

  answered(scan, answer, left) {
    const element = new DOMParser().parseFromString(answer.html, "text/html").body.firstElementChild;
    const fine = ["ok", "repeat"].includes(element.dataset.result);
    put(useHeld(element), scan.scan_id, left > 0 && fine);
    if (!left) this.open(element.querySelector("[data-opens]"), scan.code);
    this.remember(element);
    if (left > 0 && !fine) this.problem(scan, text(element, ".st-title"), text(element, ".st-next span"), true);
    if (answer.today) find("[data-today]").textContent = answer.today;
    this.count();
  }

  /** What the card opens by itself. A browser that blocks it still shows the link. */
  open(link, code) {
    if (link?.hasAttribute("data-takes-code")) link.hash = encodeURIComponent(code); // a badge need not be scanned twice
    link?.click();
  }

  refused(scan, words) {
    const element = copy("not-taken-card");
    const said = words || document.getElementById("server-words").content.textContent.trim();
    put(write(write(element, "[data-words]", said), "[data-code-words]", scan.code), scan.scan_id);
    this.problem(scan, text(element, ".st-title"), said, false);
    this.count();
  }

  halted(why, words) {
    this.why = [why, words];
    put(write(copy(`${why}-card`), "[data-words]", words), "");
    this.count();
  }

  remember(element) {
    const row = document.createElement("li");
    row.className = `st-recent-${element.dataset.result}`;
    row.innerHTML = '<svg class="bh-icon" aria-hidden="true" focusable="false"></svg><span></span><small><bdi></bdi></small>';
    row.firstChild.append(element.querySelector(".st-symbol use").cloneNode());
    write(write(row, "span", text(element, ".st-title")), "bdi", text(element, ".st-thing"));
    const recent = document.getElementById("recent");
    recent.prepend(row);
    while (recent.children.length > LAST_SHOWN) recent.lastElementChild.remove();
  }

  /** Something that a person has to look at, kept until somebody says that it is dealt with. */
  problem(scan, title, words, taken) {
    const problem = { ...scan, title, words, taken, failures: 0, order: undefined };
    this.problems.put(problem);
    this.list(problem);
  }

  list(problem) {
    const row = write(write(copy("problem-row"), "[data-title]", problem.title), "[data-code-words]", problem.code);
    write(row, "[data-words]", problem.words);
    const again = row.querySelector("[data-again]");
    again.hidden = problem.taken; // the server has it: sending it again would only repeat the answer
    const close = () => { this.problems.remove(problem); row.remove(); this.count(); };
    again.addEventListener("click", () => { close(); this.queue.put({ ...problem, order: undefined }); });
    row.querySelector("[data-seen]").addEventListener("click", close);
    find("[data-problems]").prepend(row);
  }

  /** One scan on its way to a quick server is no news; more, or one that has to wait, is. */
  count() {
    const waiting = this.queue.waiting.length;
    const problems = find("[data-problems]").children.length;
    const late = waiting > 0 && Date.now() - Date.parse(this.queue.waiting[0].scanned_at) >= SLOW_MS;
    find("[data-waiting]").textContent = waiting;
    find("#waiting").hidden = !(this.queue.failing ? waiting : waiting > 1 || late);
    find("#unsafe").hidden = this.queue.store.safe || !waiting;
    find("[data-problem-count]").textContent = problems;
    find("#problem-count").hidden = find("#problems").hidden = !problems;
  }
}
