// What this tablet is set to, before the first paint: the hand it is held with and the size of its text.
(() => {
  "use strict";
  try {
    const { hand, text } = JSON.parse(localStorage.getItem("backhaul:tablet")) ?? {};
    if (hand) document.documentElement.dataset.hand = hand;
    if (text) document.documentElement.dataset.text = text;
  } catch {
    // storage forbidden or unreadable: as it comes from the box
  }
})();
