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

/** The commands that this station keeps without the server: the shell, the same for all stations, knows only the common ones. */
export function rememberKept(station, codes) {
  try {
    localStorage.setItem(`backhaul:${station}:kept`, codes);
  } catch {
    // then a count waits for the server
  }
}

export function recallKept(station) {
  try {
    return localStorage.getItem(`backhaul:${station}:kept`);
  } catch {
    return null;
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
