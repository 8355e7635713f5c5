// The shift page with nothing but a scanner: the badge, then the PIN from the digits of the command sheet, then YES.
(() => {
  "use strict";

  const BURST_MS = 60; // only a scanner types so fast
  const PAUSE_MS = 300;
  const ECHO_MS = 500; // in which a second Enter belongs to the code before it
  const FIRST_ECHO_MS = 5000; // the first Enter may come late on a busy tablet
  const BADGE = 12; // signs
  const HANDED = "backhaul:badge"; // by static/js/station/changing.js
  const TYPED_PIN = /^\d{3,8}$/;

  const form = document.querySelector("form[data-keys]");
  const { badge, pin } = form.elements;
  // As they may arrive from this tablet's scanner; the longest first: what it puts around a code goes with it.
  const keys = Object.entries(JSON.parse(form.dataset.keys)).sort(([one], [other]) => other.length - one.length);
  let lastKey = -Infinity;
  let inRow = 0;
  let taken = -Infinity;
  let ended = false; // by Enter, since a code was taken
  let pause;

  const fromAddress = (text) => {
    try {
      return decodeURIComponent(text);
    } catch {
      return "";
    }
  };

  const ACTS = { yes: () => form.requestSubmit(), no: () => { pin.value = ""; } };

  // What is typed by hand stays as it is; only whole codes of the sheet are taken for what they mean.
  const onPin = () => {
    const typed = pin.value.toUpperCase();
    const [code, meaning] = keys.find(([one]) => typed.endsWith(one.toUpperCase())) ?? [];
    if (!code) return;
    taken = lastKey;
    ended = false;
    pin.value = pin.value.slice(0, -code.length);
    if (meaning in ACTS) ACTS[meaning]();
    else pin.value += meaning;
  };

  const onBadge = () => {
    clearTimeout(pause);
    const whole = () => badge.value.length >= BADGE && inRow >= BADGE - 1;
    pause = setTimeout(() => whole() && document.activeElement === badge && pin.focus(), PAUSE_MS);
  };

  const justTaken = () => lastKey - taken < ECHO_MS;

  const onEnter = (event) => {
    const echo = justTaken() || (!ended && lastKey - taken < FIRST_ECHO_MS);
    ended = true;
    if (echo) event.preventDefault();
    else if (event.target === badge && badge.value.trim()) {
      event.preventDefault();
      taken = lastKey;
      pin.focus();
    }
  };

  const onKey = (event) => {
    const fast = event.timeStamp - lastKey < BURST_MS;
    lastKey = event.timeStamp;
    if (event.key === "Enter" || (event.key === "Tab" && fast)) onEnter(event);
    else if (event.key.length === 1) {
      inRow = fast ? inRow + 1 : 0;
      if (fast && justTaken() && !ended) event.preventDefault(); // what the scanner puts behind a code
    }
  };

  /** What the station's page held in memory: badge and PIN that were scanned there. Here it is read once. */
  const takeHanded = () => {
    try {
      const entry = JSON.parse(sessionStorage.getItem(HANDED));
      sessionStorage.removeItem(HANDED);
      return entry;
    } catch {
      return null;
    }
  };

  const goOn = ({ badge: read, codes, rest }) => {
    badge.value = read;
    for (const code of codes) {
      pin.value += code;
      if (TYPED_PIN.test(code)) return form.requestSubmit();
      onPin();
    }
    pin.value += rest ?? "";
    return pin.focus();
  };

  /** What was typed while the page opened (js/early.js), as if it came now. */
  const catchUp = () => {
    for (const { key, timeStamp } of globalThis.earlyKeys?.() ?? []) {
      const field = document.activeElement === badge ? badge : pin;
      let stopped = false;
      onKey({ key, timeStamp, target: field, preventDefault: () => { stopped = true; } });
      if (!stopped && key.length === 1) {
        field.value += key;
        if (field === pin) onPin();
        else onBadge();
      } else if (!stopped && key === "Enter") form.requestSubmit();
    }
  };

  // A badge that was scanned at the station has brought us here: after the #, where no server sees it. As it came: a
  // scanner may have garbled it, which the server puts right.
  const handed = takeHanded();
  const scanned = fromAddress(location.hash.slice(1));
  if (handed) goOn(handed);
  else if (/^\S{12,60}$/.test(scanned)) {
    history.replaceState(null, "", location.pathname);
    badge.value = scanned;
    pin.focus();
  } else if (document.activeElement === document.body) badge.focus(); // autofocus waits for the first picture

  badge.addEventListener("input", onBadge);
  pin.addEventListener("input", onPin);
  form.addEventListener("keydown", onKey);
  catchUp();
})();
