// Which of the codes in a picture is meant. A label has several, and it stays before the camera longer than a scan takes.

const OUT_OF_SIGHT_MS = 1000;
const FRAME = { width: 0.8, height: 0.6 }; // the part of the picture inside the drawn frame (css/tablet.css)

export class Sightings {
  constructor() {
    this.last = new Map(); // code: when it was seen last
    this.before = "";
  }

  /** The code to be scanned now, or "". It counts when two looks running see it, so that a blurred one is not
   *  misread, and again only after it was out of sight for a second.
   *  `found` is what a BarcodeDetector answers, `width` and `height` the picture's in pixels, `now` in milliseconds. */
  take(found, width, height, now) {
    const code = nearest(found, width, height);
    const twice = code && code === this.before;
    this.before = code;
    if (!twice) return "";
    const seen = this.last.get(code) ?? -Infinity;
    this.last.set(code, now);
    return now - seen > OUT_OF_SIGHT_MS ? code : "";
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
