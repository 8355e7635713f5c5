// Entries in the browser's small storage: what was kept before there was a database, and what the database refused.

/** True when the browser kept it. */
export function put(key, entry) {
  try {
    localStorage.setItem(key, JSON.stringify(entry));
    return true;
  } catch {
    return false; // full or forbidden
  }
}

export function remove(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // then it was never kept
  }
}

/** All [key, entry] whose key begins so. One that cannot be read is left alone: it is evidence, not ours to delete. */
export function all(prefix) {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(prefix)).map((key) => [key, read(key)]).filter(([, entry]) => entry);
  } catch {
    return [];
  }
}

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}
