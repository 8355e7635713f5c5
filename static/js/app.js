// What every page shares. Pages work without it; it makes them quicker and kinder.
(() => {
  "use strict";

  const token = () => document.querySelector('meta[name="csrf-token"]')?.content ?? "";

  // A slow answer invites a second press: the second press of the same form is stopped here, the server stops the rest.
  const stopSecondPress = (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target === "_blank") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  };

  const forgetPresses = () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  };

  // Who signs out, on whatever page, leaves no shift ticket behind: the station's page that opens without the server would
  // book what is scanned next on them.
  const TICKET = /^backhaul:.+:ticket$/;
  const forgetTickets = () => {
    try {
      for (const key of Object.keys(localStorage).filter((name) => TICKET.test(name))) localStorage.removeItem(key);
    } catch {
      // then none was kept
    }
  };
  const forgetOnSignOut = (event) => event.target.getAttribute("action") === "/sign-out" && forgetTickets();

  const closeMenus = (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (event.type === "keydown" ? event.key === "Escape" : !menu.contains(event.target)) menu.open = false;
    }
  };

  const slashFindsSearch = (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector("[data-search-key]");
    if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    search.focus();
    search.select();
  };

  const showFailure = () => {
    const words = document.getElementById("request-failed");
    if (!words || document.querySelector(".bh-toast")) return;
    document.body.append(words.content.cloneNode(true));
    setTimeout(() => document.querySelector(".bh-toast")?.remove(), 8000);
  };

  document.addEventListener("htmx:configRequest", (event) => {
    event.detail.headers["X-CSRFToken"] = token();
  });
  document.addEventListener("htmx:sendError", showFailure);
  document.addEventListener("htmx:timeout", showFailure);
  document.addEventListener("htmx:responseError", showFailure);
  document.addEventListener("htmx:afterSwap", () => document.querySelector("[data-focus]")?.focus());
  document.addEventListener("submit", stopSecondPress);
  document.addEventListener("submit", forgetOnSignOut);
  if (location.pathname === "/sign-in") forgetTickets(); // whoever was here is not any more
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("keydown", slashFindsSearch);
  document.addEventListener("change", (event) => event.target.closest("[data-send-on-change]")?.requestSubmit());
  window.addEventListener("pageshow", forgetPresses);
  document.querySelector("[data-focus]")?.focus();
})();
