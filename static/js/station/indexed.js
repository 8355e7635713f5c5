// Entries in IndexedDB, by key. Every function rejects when the browser has no database or will not write.

const NAME = "backhaul";
const KEPT = "kept";
const OPEN_MS = 3_000; // some browsers never answer
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(KEPT);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    setTimeout(() => reject(new Error("the database does not open")), OPEN_MS);
  }).then((database) => {
    database.onclose = () => { opening = undefined; };
    database.onversionchange = () => { database.close(); opening = undefined; };
    return database;
  });
  return opening;
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

/** All entries whose key begins so, in the order of their keys. */
export const all = (prefix) => once("readonly", (kept) => kept.getAll(IDBKeyRange.bound(prefix, `${prefix}\uffff`)));
