// What must outlive the page: scans that wait and scans that a person has to look at. One entry per thing, so that writing
// the three-hundredth costs what the first cost, and two pages of one station do not overwrite each other.

export class Store {
  /** `name` of the station; `kind` is "scan" or "problem". Entries need a unique `scan_id`. */
  constructor(name, kind) {
    this.prefix = `backhaul:${name}:${kind}:`;
    this.safe = true;
    this.last = 0;
  }

  /** All entries, oldest first. One that cannot be read is left alone: it is evidence, not ours to delete. */
  all() {
    const entries = this.keys().map((key) => this.read(key)).filter(Boolean);
    this.last = entries.at(-1)?.order ?? this.last;
    return entries;
  }

  /** Keep an entry. Its order rises even when the tablet's clock is set back. False when the browser keeps nothing. */
  put(entry) {
    entry.order ??= this.last = Math.max(this.last + 1, Date.now());
    try {
      localStorage.setItem(this.key(entry), JSON.stringify(entry));
    } catch {
      this.safe = false; // full or forbidden: the page still holds it, and says that it must stay open
    }
    return this.safe;
  }

  remove(entry) {
    try {
      localStorage.removeItem(this.key(entry));
    } catch {
      // then it was never kept
    }
  }

  key(entry) {
    return `${this.prefix}${String(entry.order).padStart(15, "0")}:${entry.scan_id}`;
  }

  keys() {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix)).sort();
    } catch {
      return [];
    }
  }

  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  }
}
