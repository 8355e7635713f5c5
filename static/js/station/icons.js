// The icons, held in the page: a card that says "no network" must not need the network for its symbol.

const PREFIX = "icon-";

/** Fetch the sprite once, while it can be had, and keep its drawings in the page under ids of their own. */
export async function hold(address) {
  try {
    const sprite = new DOMParser().parseFromString(await (await fetch(address)).text(), "image/svg+xml").documentElement;
    for (const symbol of sprite.children) symbol.id = PREFIX + symbol.id;
    sprite.setAttribute("hidden", "");
    document.body.append(document.importNode(sprite, true));
  } catch {
    // then icons come from the sprite's address, as on every other page
  }
}

/** Point an element's icons at the drawings in the page. */
export function useHeld(element) {
  for (const use of element.querySelectorAll("use")) {
    const id = PREFIX + use.getAttribute("href").split("#")[1];
    if (document.getElementById(id)) use.setAttribute("href", `#${id}`);
  }
  return element;
}
