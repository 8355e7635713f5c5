// What this tablet is set to, before the first paint: the hand it is held with, the size of its text, and whether its
// station is locked (station/lock.js opens it again for another sign-in).
(() => {
  "use strict";
  try {
    const { hand, text } = JSON.parse(localStorage.getItem("backhaul:tablet")) ?? {};
    if (hand) document.documentElement.dataset.hand = hand;
    if (text) document.documentElement.dataset.text = text;
    const station = decodeURIComponent(location.pathname.split("/")[2] ?? "");
    if (localStorage.getItem(`backhaul:${station}:locked`)) document.documentElement.dataset.locked = "";
  } catch {
    // storage forbidden or unreadable: as it comes from the box
  }
})();
