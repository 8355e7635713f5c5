// What has come into the box and how: as fast as only a scanner types, with long pauses between, through an input method.

const BURST_MS = 60;
export const PAUSE_MS = 600; // a busy tablet, or one with a wireless scanner, halts in the middle of a code
const FEWEST_IN_ROW = 3; // keys after the first: nobody types so by hand
const PLAIN = /^[\x20-\x7e]*$/;

export class Typing {
  /** `composed` is called when an input method has put what it made into the box. */
  constructor(box, composed) {
    Object.assign(this, { box, lastKey: -Infinity, inRow: 0, pieces: [], composing: false, wasComposed: false });
    box.addEventListener("compositionstart", () => { this.composing = this.wasComposed = true; });
    box.addEventListener("compositionend", () => { this.composing = false; composed(); });
  }

  /** A key came. True when it came as fast after the one before as only a scanner is. */
  key(moment) {
    const gap = moment - this.lastKey;
    this.lastKey = moment;
    this.inRow = gap < BURST_MS ? this.inRow + 1 : 0;
    if (gap > PAUSE_MS || !this.pieces.length) this.pieces.push({ at: this.box.value.length, fast: 0 });
    const piece = this.pieces.at(-1);
    piece.fast = Math.max(piece.fast, this.inRow);
    return gap < BURST_MS;
  }

  /** So many keys in a row, since the last long pause, came as fast as only a scanner is. */
  get fast() {
    return this.pieces.at(-1)?.fast ?? 0;
  }

  get byScanner() {
    return this.fast >= FEWEST_IN_ROW;
  }

  /** An input method has made other signs of what was typed. */
  get isSpoilt() {
    return this.wasComposed && !PLAIN.test(this.box.value);
  }

  /** The codes in the box: each burst of a scanner is one, what a person typed around it are others. */
  codes() {
    const text = this.box.value;
    const found = [];
    let before = false;
    this.pieces.forEach(({ at, fast }, place) => {
      const part = text.slice(place ? at : 0, this.pieces[place + 1]?.at);
      const scanner = fast >= FEWEST_IN_ROW;
      if (found.length && !scanner && !before) found.push(found.pop() + part);
      else found.push(part);
      before = scanner;
    });
    return found;
  }

  /** Empty the box. Returns what was in it. */
  clear() {
    const text = this.box.value;
    this.box.value = "";
    this.pieces = [];
    this.wasComposed = false;
    return text;
  }

  /** Have the input method put into the box what it has so far. */
  endComposing() {
    this.box.blur();
  }
}
