// What becomes of a code that was scanned, pressed or typed: refused on the spot, done on the tablet, or put in the queue.

import { seen, shown } from "./card.js";
import { Change } from "./changing.js";
import { Lock } from "./lock.js";
import { offerPhotos } from "./photos.js";
import { needsAnswer } from "./unanswered.js";

/** The function that takes codes. `signedIn` is the ticket of a page of the server; the shell has none. */
export function taking({ queue, form, box, station, signedIn }) {
  const { show } = queue;
  const { kept, photoCommand, lockCommand } = form.dataset;
  const photographed = offerPhotos(queue, photoCommand);
  const lock = new Lock({ station, command: lockCommand, ticket: signedIn, cover: () => show.locked() });
  const change = new Change({ queue, form, box, shift: `/stations/${encodeURIComponent(station)}/shift` });

  return (code) => {
    if (lock.closed) return show.notWhileLocked();
    if (change.takes(code)) return undefined;
    if (photographed(code)) return undefined;
    if (needsAnswer(code, kept.split(" "), seen())) return show.unanswered(code);
    queue.add(code, shown());
    return lock.isLock(code) && lock.lock(queue.ticket());
  };
}
