// The shift page with nothing but a scanner: the badge, then the PIN from the digits of the command sheet, then YES.
(() => {
  "use strict";

  const form = document.querySelector("form[data-digits]");
  const { badge, pin } = form.elements;
  const digits = JSON.parse(form.dataset.digits);
  const length = form.dataset.yes.length;

  const onBadge = (event) => {
    if (!badge.value.trim()) return;
    event.preventDefault();
    pin.focus();
  };

  // What is typed by hand stays as it is; only whole codes of the sheet are taken for what they mean.
  const onPin = (event) => {
    const code = pin.value.slice(-length).toUpperCase();
    const before = pin.value.slice(0, -length);
    if (code === form.dataset.yes) pin.value = before;
    else if (code in digits || code === form.dataset.no) {
      event.preventDefault();
      pin.value = code in digits ? before + digits[code] : "";
    }
  };

  // A badge that was scanned at the station has brought us here: after the #, where no server sees it.
  const scanned = location.hash.slice(1).toUpperCase();
  if (/^B\d{11}$/.test(scanned)) {
    history.replaceState(null, "", location.pathname);
    badge.value = scanned;
    pin.focus();
  }

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    if (event.target === badge) onBadge(event);
    else if (event.target === pin) onPin(event);
  });
})();
