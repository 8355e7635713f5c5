// The shift ticket says who scans: it goes with every scan, also with those of the page that opens without the server.

const key = (station) => `backhaul:${station}:ticket`;

/** Keep the ticket of the page; an empty one forgets the last. */
export function remember(station, ticket) {
  try {
    if (ticket) localStorage.setItem(key(station), ticket);
    else localStorage.removeItem(key(station));
  } catch {
    // then what is scanned without the server is booked on whoever delivers it
  }
}

export function recall(station) {
  try {
    return localStorage.getItem(key(station)) ?? "";
  } catch {
    return "";
  }
}

/** Who signs out or changes leaves no ticket behind. */
export function forgetOnLeaving(station) {
  document.addEventListener("submit", (event) => {
    if (event.target.getAttribute("action") === "/sign-out") remember(station, "");
  });
}
