// Light, dark or daylight, before the first paint. Without scripts the page is light. Daylight is light with more contrast;
// stations have it (css/tablet.css), elsewhere it is light.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  const chosen = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null; // storage may be forbidden; then the device decides
    }
  };

  let shown = chosen(); // also where storage is forbidden: until the page is left

  const apply = () => {
    const system = dark.matches ? "dark" : "light";
    root.dataset.bsTheme = shown === "daylight" ? "light" : shown || system;
    root.toggleAttribute("data-daylight", shown === "daylight");
  };

  /** "dark", "light", "daylight", or "system" for what the device says. */
  const choose = (name) => {
    shown = name === "system" ? null : name;
    try {
      if (shown) localStorage.setItem("theme", shown);
      else localStorage.removeItem("theme");
    } catch {
      // not kept, but shown until the page is left
    }
    apply();
  };

  const toggle = () => {
    const name = root.dataset.bsTheme === "dark" ? "light" : "dark";
    document.dispatchEvent(new CustomEvent("theme", { detail: name }));
  };

  root.classList.add("has-scripts");
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("theme", (event) => choose(event.detail));
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", toggle);
    }
  });
})();
