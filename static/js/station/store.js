// What must outlive the page: scans that wait and scans that a person has to look at. One entry per thing, so that writing
// the three-hundredth costs what the first cost, and two pages of one station do not overwrite each other.

import * as indexed from "./indexed.js";
import * as local from "./local.js";

export class Store {
  /** `name` of the station; `kind` is "scan" or "problem". Entries need a unique `scan_id`. */
  constructor(name, kind) {
    this.name = name;
    this.prefix = `backhaul:${name}:${kind}:`;
    this.loose = new Map(); // what no storage took: the page holds it, and says that it must stay open
    this.last = 0;
    this.line = this.takeOver();
  }

  /** Whether all that was put can survive the page. */
  get safe() {
    return !this.loose.size;
  }

  /** The entries, oldest first, what was put a moment ago among them. Not `whole` when the database could not be read: what is
   *  not found then may still be in it. */
  all() {
    return this.inTurn(async () => {
      const kept = new Map(local.all(this.prefix));
      const stored = await indexed.all(this.prefix).catch(() => null);
      for (const entry of stored ?? []) kept.set(this.key(entry), entry);
      for (const [key, entry] of this.loose) kept.set(key, entry);
      const entries = [...kept.keys()].sort().map((key) => kept.get(key));
      this.last = Math.max(this.last, entries.at(-1)?.order ?? 0);
      return { entries, whole: stored !== null };
    });
  }

  /** Keep an entry. Its order rises even when the tablet's clock is set back. True when it survives the page. */
  put(entry) {
    entry.order ??= this.last = Math.max(this.last + 1, Date.now());
    const key = this.key(entry);
    return this.inTurn(async () => {
      const small = !entry.photo; // a picture is no text, and too large for the small storage
      const taken = await indexed.put(key, entry).then(() => true, () => small && local.put(key, entry));
      if (!taken) this.loose.set(key, entry);
      return taken;
    });
  }

  remove(entry) {
    const key = this.key(entry);
    return this.inTurn(async () => {
      this.loose.delete(key);
      local.remove(key);
      await indexed.remove(key).catch(() => {}); // then it is sent again under its own id, which changes nothing
    });
  }

  /** Move what the small storage holds into the database; each is in one of them at every moment. */
  async takeOver() {
    for (const [key, entry] of local.all(this.prefix)) {
      await indexed.put(key, entry).then(() => local.remove(key), () => {});
    }
  }

  /** One after the other, so that what is read holds all that was written before. */
  inTurn(act) {
    const done = this.line.then(act);
    this.line = done.catch(() => {}); // what one could not do, the next does not suffer
    return done;
  }

  key(entry) {
    return `${this.prefix}${String(entry.order).padStart(15, "0")}:${entry.scan_id}`;
  }
}
