// Which of the codes in a picture is meant. A label has several, and it stays before the camera longer than a scan takes.

const OUT_OF_SIGHT_MS = 1000;
const LOOKS_WITHOUT = 2; // a slow tablet looks less than once a second, and a hand trembles: time alone proves nothing
const FRAME = { width: 0.8, height: 0.6 }; // the part of the picture inside the drawn frame (css/tablet.css)

export class Sightings {
  constructor() {
    this.taken = new Map(); // code: when it was seen last, and how many looks have been without it since
    this.before = "";
  }

  /** The code to be scanned now, or "". It counts when two looks running see it, so that a blurred one is not
   *  misread, and again only after it was out of sight for a second and two looks.
   *  `found` is what a BarcodeDetector answers, `width` and `height` the picture's in pixels, `now` in milliseconds. */
  take(found, width, height, now) {
    const code = nearest(found, width, height);
    const twice = code && code === this.before;
    this.before = code;
    for (const [other, seen] of this.taken) if (other !== code) seen.without += 1;
    const stillThere = this.isStillThere(code, now);
    if (!stillThere && !twice) return "";
    this.taken.set(code, { at: now, without: 0 });
    return stillThere ? "" : code;
  }

  isStillThere(code, now) {
    const seen = this.taken.get(code);
    return Boolean(seen) && (seen.without < LOOKS_WITHOUT || now - seen.at <= OUT_OF_SIGHT_MS);
  }
}

function nearest(found, width, height) {
  let best = "";
  let least = Infinity;
  for (const { rawValue, boundingBox: box } of found) {
    const across = Math.abs(box.x + box.width / 2 - width / 2) / width;
    const down = Math.abs(box.y + box.height / 2 - height / 2) / height;
    const outside = across > FRAME.width / 2 || down > FRAME.height / 2;
    if (!rawValue || outside || across + down >= least) continue;
    best = rawValue;
    least = across + down;
  }
  return best;
}
