// Photos are taken on a card, kept on the tablet, and sent after the scan of that card, with a network or without: the page
// stays, and what is scanned next is a scan. The card's own link opens the page of all photos of the thing, with a network.

import { seen, shown } from "./card.js";
import { clean } from "./unanswered.js";

const LONGEST_SIDE = 2560; // as the server keeps them (workflow/darkroom.py): more would only wait longer
const QUALITY = 0.9;
const MOST_WAITING = 60;
const MOST_BYTES = 150_000_000;

/** The picture as small as the server would make it; as it is when this browser cannot read it. */
async function smaller(file) {
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
    const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const small = await new Promise((resolve) => { canvas.toBlob(resolve, "image/jpeg", QUALITY); });
    return small && small.size < file.size ? small : file;
  } catch {
    return file;
  }
}

/** Whether one more of this size may wait: so many, so large, and no larger than half of what the browser still gives. */
async function hasRoom(waiting, bytes) {
  const photos = waiting.filter((scan) => scan.photo);
  const held = photos.reduce((sum, scan) => sum + scan.photo.size, 0);
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => undefined)) ?? {};
  return photos.length < MOST_WAITING && held + bytes <= MOST_BYTES && 2 * bytes < quota - usage;
}

/** Let photos be taken on the card. Returns what takes the PHOTO command: true when it opened the camera. */
export function offerPhotos(queue, command) {
  const input = document.getElementById("photo-file");
  let of = "";

  const open = () => {
    of = shown();
    if (of) input.click();
    else queue.show.noPhoto("no-thing");
  };
  const away = () => queue.failing || !navigator.onLine;

  document.addEventListener("click", (event) => {
    const kept = event.target.closest("[data-photo]");
    const page = event.target.closest("[data-photo-page]");
    if (!kept && !(page && away())) return; // the page of photos needs the server
    event.preventDefault();
    open();
  });
  input.addEventListener("change", async () => {
    const mine = of; // the card may be another one when the picture is ready
    for (const file of [...input.files]) {
      const photo = await smaller(file);
      const taken = (!away() || (await hasRoom(queue.waiting, photo.size))) && (await queue.addPhoto(photo, mine));
      if (!taken) queue.show.noPhoto("no-room");
    }
    input.value = "";
  });

  return (code) => {
    const mine = clean(code) === command && (seen() === "kept" || away() || document.querySelector("#card [data-photo-page]"));
    if (mine) open();
    return Boolean(mine);
  };
}
