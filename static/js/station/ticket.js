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

/** What the shell, the same for all stations and tablets, cannot know: the commands that this station keeps without the
 *  server, and how a badge and a PIN arrive from this tablet's scanner. */
export function rememberPage(station, { kept, badge, pinKeys }) {
  try {
    localStorage.setItem(`backhaul:${station}:page`, JSON.stringify({ kept, badge, pinKeys }));
  } catch {
    // then a count waits for the server
  }
}

export function recallPage(station) {
  try {
    return JSON.parse(localStorage.getItem(`backhaul:${station}:page`)) ?? {};
  } catch {
    return {};
  }
}

export function recall(station) {
  try {
    return localStorage.getItem(key(station)) ?? "";
  } catch {
    return "";
  }
}

const STATION = "backhaul:station";

/** The station that this tablet stands at, for pages that are of none. */
export function rememberStation(station) {
  try {
    localStorage.setItem(STATION, station);
  } catch {
    // then what is scanned there is lost, as on any page
  }
}

export function recallStation() {
  try {
    return localStorage.getItem(STATION) ?? "";
  } catch {
    return "";
  }
}
