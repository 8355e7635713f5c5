// Keys of the desk. They count only while nothing is being typed; the page works without them.
(() => {
  "use strict";

  const PLACES = { i: "/desk", u: "/desk/unidentified", l: "/desk/letters" };
  let leading = false;

  const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");
  const links = () => [...document.querySelectorAll("tr[data-row] td:first-child a")];

  const step = (by) => {
    const rows = links();
    if (!rows.length) return;
    const now = rows.indexOf(document.activeElement);
    rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + by, 0), rows.length - 1)].focus();
  };

  const press = (selector) => document.querySelector(selector)?.focus();

  const KEYS = {
    "?": () => location.assign("/desk/keys"),
    n: () => location.assign("/desk/rmas/new"),
    j: () => step(1),
    k: () => step(-1),
    a: () => document.querySelector("[data-key-approve]")?.click(),
    r: () => press("[data-key-write]"),
  };

  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (leading) {
      leading = false;
      if (PLACES[event.key]) location.assign(PLACES[event.key]);
      return;
    }
    if (event.key === "g") {
      leading = true;
      setTimeout(() => { leading = false; }, 1200);
      return;
    }
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });
})();
