// The button of the camera. What looks through it is fetched only when somebody presses: stations seldom need it.

const find = (selector) => document.querySelector(selector);

/** Show the button. `scanned` takes a code that was read, as it takes one that was typed by a scanner. */
export function offerCamera(scanned) {
  const button = find("[data-camera]");
  const section = document.getElementById("camera");
  let finder;
  let turn = 0; // of opening and closing: what was fetched for an earlier one comes too late

  const say = (why) => {
    for (const words of section.querySelectorAll("[data-camera-words]")) words.hidden = words.dataset.cameraWords !== why;
  };
  const show = (open) => {
    section.hidden = !open;
    button.setAttribute("aria-pressed", String(open));
  };
  /** Close it; with `why` its words stay to be read. */
  const close = (why) => {
    turn += 1;
    finder?.stop();
    finder = undefined;
    show(Boolean(why));
    button.setAttribute("aria-pressed", "false");
    say(why);
  };
  const open = async () => {
    show(true);
    if (!isSecureContext || !navigator.mediaDevices?.getUserMedia) return close("insecure");
    const mine = (turn += 1);
    say("starting");
    try {
      const { Finder } = await import("./finder.js");
      if (mine !== turn) return undefined; // closed meanwhile
      finder = new Finder({ section, scanned, say, close });
      return await finder.start();
    } catch {
      return mine === turn && close("reader");
    }
  };

  button.hidden = false;
  button.addEventListener("click", () => (finder || !find("[data-camera-words=starting]").hidden ? close() : open()));
  find("[data-camera-close]").addEventListener("click", () => close());
  document.addEventListener("keydown", (event) => event.key === "Escape" && !section.hidden && close());
  document.addEventListener("visibilitychange", () => document.hidden && !section.hidden && close());
}
