// A scanner types on while a page opens. What it types before the page's own script runs is held here, in memory and nowhere
// else, until that script takes it with earlyKeys(). Loaded first and at once.
(() => {
  "use strict";

  const keys = [];

  const hold = (event) => {
    const isCommand = (event.ctrlKey || event.altKey || event.metaKey) && !event.getModifierState("AltGraph");
    if (isCommand || event.isComposing || !(event.key.length === 1 || ["Enter", "Tab"].includes(event.key))) return;
    event.preventDefault();
    keys.push(event);
  };

  const stop = () => removeEventListener("keydown", hold, { capture: true });

  globalThis.earlyKeys = () => {
    stop();
    return keys.splice(0);
  };

  addEventListener("keydown", hold, { capture: true });
  document.addEventListener("DOMContentLoaded", stop); // a script that did not come takes nothing: the browser does
})();
