// Tells the other open pages of a station what the server has taken, so that they need not send it again. A page that
// hears nothing sends it under the same scan_id, which changes nothing: nobody forgets a scan because it is not found.

export class Others {
  /** `taken(scanId)` is called with what another page has sent. */
  constructor(station, taken) {
    this.channel = globalThis.BroadcastChannel && new BroadcastChannel(`backhaul:${station}:taken`);
    this.channel?.addEventListener("message", (event) => taken(event.data));
  }

  tell(scanId) {
    this.channel?.postMessage(scanId);
  }
}
