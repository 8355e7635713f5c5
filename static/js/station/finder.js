// The viewfinder: the camera's picture, lamp and zoom, and the codes that are seen in the frame.

import { reader } from "./reader.js";
import { Sightings } from "./sightings.js";
import { play } from "./sound.js";

const PAUSE_MS = 60; // between two looks: the page must stay quick for the scanner
const STEPS = 6; // from the widest to the closest
const WANTED = { video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false };
const WHY = { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "none", OverconstrainedError: "none",
  NotReadableError: "busy", AbortError: "busy" };

export class Finder {
  /** `section` holds the picture, `scanned` takes codes, `say` shows words, `close` ends all this. */
  constructor({ section, scanned, say, close }) {
    Object.assign(this, { section, scanned, say, close, live: true, sightings: new Sightings() });
    this.video = section.querySelector("[data-video]");
    this.idleMs = Number(section.dataset.idleSeconds) * 1000;
  }

  async start() {
    try {
      this.take(await navigator.mediaDevices.getUserMedia(WANTED));
    } catch (error) {
      return this.live && this.close(WHY[error.name] ?? "none");
    }
    if (!this.live) return this.stop();
    this.detector = await reader(this.section.dataset.reader, this.section.dataset.wasm);
    await this.video.play();
    if (!this.live) return this.stop();
    this.say("ready");
    this.busyAt = Date.now();
    return this.look();
  }

  take(stream) {
    this.stream = stream;
    this.track = stream.getVideoTracks()[0];
    this.track.addEventListener("ended", () => this.live && this.close("busy"));
    this.video.srcObject = stream;
    this.section.querySelector("[data-finder]").hidden = false;
    this.offerLampAndZoom(this.track.getCapabilities?.() ?? {});
  }

  /** One look after the other; what cannot be read now is read in the next picture. */
  async look() {
    if (!this.live) return;
    if (Date.now() - this.busyAt > this.idleMs) {
      this.close("idle");
      return;
    }
    const found = await this.detector.detect(this.video).catch(() => []);
    if (!this.live) return;
    const code = this.sightings.take(found, this.video.videoWidth, this.video.videoHeight, Date.now());
    if (code) this.found(code);
    setTimeout(() => this.look(), PAUSE_MS);
  }

  found(code) {
    this.busyAt = Date.now();
    play("seen");
    this.section.classList.remove("st-camera-found");
    requestAnimationFrame(() => this.section.classList.add("st-camera-found"));
    this.scanned(code);
  }

  offerLampAndZoom({ torch, zoom }) {
    const lamp = this.section.querySelector("[data-torch]");
    lamp.hidden = !torch;
    lamp.onclick = () => this.light(lamp, lamp.getAttribute("aria-pressed") !== "true");
    this.zoom = zoom?.max > zoom?.min ? { ...zoom, now: this.track.getSettings().zoom ?? zoom.min } : null;
    for (const button of this.section.querySelectorAll("[data-zoom]")) {
      button.hidden = !this.zoom;
      button.onclick = () => this.closer(Number(button.dataset.zoom));
    }
  }

  async light(lamp, on) {
    this.busyAt = Date.now();
    await this.track.applyConstraints({ advanced: [{ torch: on }] }).then(() => lamp.setAttribute("aria-pressed", String(on)), () => {});
  }

  async closer(direction) {
    this.busyAt = Date.now();
    const { min, max, now } = this.zoom;
    this.zoom.now = Math.min(max, Math.max(min, now + (direction * (max - min)) / STEPS));
    await this.track.applyConstraints({ advanced: [{ zoom: this.zoom.now }] }).catch(() => {});
  }

  /** Let go of the camera; its light goes out. */
  stop() {
    this.live = false;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.section.querySelector("[data-finder]").hidden = true;
    this.section.querySelector("[data-torch]").setAttribute("aria-pressed", "false");
    for (const extra of this.section.querySelectorAll("[data-torch], [data-zoom]")) extra.hidden = true;
  }
}
