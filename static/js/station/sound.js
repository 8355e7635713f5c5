// Good, bad, again, ask and kept sound different enough to be told apart in a noisy hall. The browser allows sound only
// after the first key or touch, which a scanner gives.

const TONES = { // pitch in Hz, start and length in seconds
  good: [[880, 0, 0.09], [1320, 0.09, 0.14]],
  again: [[660, 0, 0.08], [660, 0.14, 0.08]],
  ask: [[520, 0, 0.14], [780, 0.16, 0.2]],
  bad: [[220, 0, 0.28], [160, 0.26, 0.34]],
  kept: [[440, 0, 0.07]],
  seen: [[1760, 0, 0.05]], // the camera has read a code; what comes of it sounds after
};
const BUZZ = { good: [40], again: [30, 60, 30], ask: [120], bad: [250, 90, 250], kept: [20], seen: [30] };
// Peak of a tone for each step of the volume; heard as even steps. Nought is silent: then colour and buzz have to do.
const PEAKS = [0, 0.06, 0.12, 0.25, 0.5, 1];
export const LOUDEST = PEAKS.length - 1;
let peak = PEAKS[kept()] ?? 0.25;
let audio;

/** The volume that this tablet is set to (settings.js), also where it cannot be set. */
function kept() {
  try {
    return JSON.parse(localStorage.getItem("backhaul:tablet"))?.volume;
  } catch {
    return undefined;
  }
}

/** Set the volume, a step from 0 to LOUDEST. */
export function loudness(step) {
  peak = PEAKS[step] ?? peak;
}

/** Wake the loudspeaker; to be called from a key or a touch. */
export async function wake() {
  try {
    audio ??= new AudioContext();
    if (audio.state === "suspended") await audio.resume();
  } catch {
    // A tablet without sound still shows colour, symbol and words.
  }
}

export function play(name) {
  if (!TONES[name]) return;
  navigator.vibrate?.(BUZZ[name]);
  if (audio?.state !== "running" || !peak) return;
  for (const [pitch, start, length] of TONES[name]) beep(pitch, audio.currentTime + start, length);
}

function beep(pitch, start, length) {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  tone.type = pitch < 300 ? "square" : "triangle";
  volume.gain.setValueAtTime(peak, start);
  volume.gain.exponentialRampToValueAtTime(0.001, start + length);
  tone.connect(volume).connect(audio.destination);
  tone.start(start);
  tone.stop(start + length);
}
