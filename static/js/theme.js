// Light or dark, before the first paint. Without scripts the page is light.
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

  const apply = () => {
    root.dataset.bsTheme = chosen() || (dark.matches ? "dark" : "light");
  };

  const toggle = () => {
    const next = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("theme", next);
    } catch {
      // not kept, but shown until the page is left
    }
    root.dataset.bsTheme = next;
  };

  root.classList.add("has-scripts");
  apply();
  dark.addEventListener("change", apply);
  document.addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) {
      button.hidden = false;
      button.addEventListener("click", toggle);
    }
  });
})();
