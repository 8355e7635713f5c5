// Entries in IndexedDB, by key. Every function rejects when the database does not answer or will not write.

const NAME = "backhaul";
const KEPT = "kept";
const OPEN_MS = 3_000; // some browsers never answer; one that is only slow is used as soon as it has opened
let opening; // the database, however long it takes
let patience; // rejects when that takes too long

function begin() {
  patience = new Promise((_, reject) => { setTimeout(() => reject(new Error("the database does not open")), OPEN_MS); });
  patience.catch(() => {});
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEPT);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  }).then(watch, (error) => {
    opening = undefined; // what failed once is tried again
    throw error;
  });
}

/** One that the browser closes is opened anew by the next who needs it. */
function watch(database) {
  database.onclose = () => { opening = undefined; };
  database.onversionchange = () => { database.close(); opening = undefined; };
  return database;
}

function open() {
  opening ??= begin();
  return Promise.race([opening, patience]);
}

/** False where the browser has no database, or forbids it: then nothing can be in it. */
function exists() {
  try {
    return Boolean(globalThis.indexedDB);
  } catch {
    return false;
  }
}

/** One transaction with one request in it. Written through to the disk when nobody else has the scan yet. */
async function once(mode, ask) {
  const transaction = (await open()).transaction(KEPT, mode, { durability: navigator.onLine ? "relaxed" : "strict" });
  return new Promise((resolve, reject) => {
    const request = ask(transaction.objectStore(KEPT));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
    transaction.commit?.(); // goes through although the page is closed in the next moment
  });
}

export const put = (key, entry) => once("readwrite", (kept) => kept.put(entry, key));

export const remove = (key) => once("readwrite", (kept) => kept.delete(key));

const beginningWith = (prefix) => IDBKeyRange.bound(prefix, `${prefix}\uffff`);

/** All entries whose key begins so, in the order of their keys. */
export async function all(prefix) {
  return exists() ? once("readonly", (kept) => kept.getAll(beginningWith(prefix))) : [];
}

/** The keys that begin so. */
export async function keys(prefix) {
  return exists() ? once("readonly", (kept) => kept.getAllKeys(beginningWith(prefix))) : [];
}
