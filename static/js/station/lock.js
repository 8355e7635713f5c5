// LOCK covers the tablet at once, with or without a network: no name, no card, no scan until somebody has signed in. The
// command itself waits with the other scans, behind them, and ends the sign-in when the server has it.

import { clean } from "./unanswered.js";

const NOBODY = "nobody"; // the page of a person who does not work here has no ticket

/** The sign-in that a ticket is of. */
export const signIn = (ticket) => ticket.split(".")[0] || NOBODY;

export class Lock {
  /** `command` is the code of LOCK. With `ticket`, that of a page of the server, a lock of an earlier sign-in is over. */
  constructor({ station, command, ticket, cover }) {
    Object.assign(this, { key: `backhaul:${station}:locked`, command, cover });
    if (ticket !== undefined && this.read() !== signIn(ticket)) this.write(null);
    if (this.read()) this.close();
    else delete document.documentElement.dataset.locked;
    addEventListener("storage", (event) => event.key === this.key && event.newValue && this.close()); // another page's
  }

  read() {
    try {
      return localStorage.getItem(this.key);
    } catch {
      return this.closed ? NOBODY : null;
    }
  }

  write(session) {
    try {
      if (session) localStorage.setItem(this.key, session);
      else localStorage.removeItem(this.key);
    } catch {
      // then a reload opens it again: the sign-in ends when the command arrives
    }
  }

  isLock(code) {
    return clean(code) === this.command;
  }

  /** Cover the page of the sign-in that this ticket is of. */
  lock(ticket) {
    this.write(signIn(ticket));
    this.close();
  }

  close() {
    this.closed = true;
    document.documentElement.dataset.locked = "";
    document.title = "Backhaul";
    this.cover();
  }
}
