// The form token of this page. After a new sign-in in another page it is an old one: the page itself gives the new one.

const META = 'meta[name="csrf-token"]';

export const read = () => document.querySelector(META)?.content ?? "";

/** The page that opens without the server has none: no token is kept. */
const place = () => document.querySelector(META) ?? document.head.appendChild(Object.assign(document.createElement("meta"), { name: "csrf-token" }));

/** Fetch a fresh token. True when there is one that differs: then the same scan may be sent again. */
export async function renew() {
  try {
    const answer = await fetch(location.pathname, { cache: "no-store" });
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(META)?.content;
    if (!fresh || fresh === read()) return false;
    place().content = fresh;
    return true;
  } catch {
    return false;
  }
}
