// A keyboard-wedge scanner types very fast and ends with Enter, Tab or line feed. Wherever the focus is, it is a scan.

const BURST_MS = 60;
const ELSEWHERE = "input:not(#scan), textarea, select, [contenteditable]";
const PRESSED = "a, button, summary";
const CONTROLS = { "]": "\x1d", "^": "\x1e", _: "\x1f" }; // how scanners type GS, RS and US

const endsCode = (event) => ["Enter", "NumpadEnter", "Tab"].includes(event.key)
  || (event.ctrlKey && ["j", "m"].includes(event.key.toLowerCase()));

export function listen(box, scanned) {
  let lastKey = -Infinity;

  const take = () => {
    const code = box.value;
    box.value = "";
    if (code.trim()) scanned(code);
  };

  const type = (event, character) => {
    event.preventDefault();
    box.value += character;
    box.focus({ preventScroll: true });
  };

  const onKey = (event) => {
    if (event.isComposing || event.target.closest?.(ELSEWHERE)) return;
    const inBurst = event.timeStamp - lastKey < BURST_MS;
    lastKey = event.timeStamp;
    const held = !event.getModifierState("AltGraph") && (event.ctrlKey || event.altKey || event.metaKey);
    const pressing = !box.value && event.target.closest?.(PRESSED);
    if (endsCode(event)) {
      if (!event.ctrlKey && !box.value && (event.key === "Tab" || pressing)) return; // a person walks by keyboard
      event.preventDefault();
      take();
    } else if (held && event.ctrlKey && CONTROLS[event.key]) {
      type(event, CONTROLS[event.key]);
    } else if (held || event.key.length > 1) {
      if (inBurst && box.value) event.preventDefault(); // a control character in a code must not leave the page
    } else if (event.target !== box && !(pressing && event.key === " ")) {
      type(event, event.key);
    }
  };

  /** Pasted text may hold several codes, a line each. */
  const onPaste = (event) => {
    const lines = (event.clipboardData?.getData("text") ?? "").split(/\r?\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    lines[0] = box.value + lines[0];
    box.value = lines.pop();
    for (const line of lines) if (line.trim()) scanned(line);
  };

  const back = () => {
    const there = document.activeElement;
    if (!there || there === document.body || there.id === "main") box.focus({ preventScroll: true });
  };

  document.addEventListener("keydown", onKey, { capture: true });
  box.addEventListener("paste", onPaste);
  box.form.addEventListener("submit", (event) => { // a tablet's own keyboard sends the form instead of a key
    event.preventDefault();
    event.stopPropagation();
    take();
  }, { capture: true });
  document.addEventListener("click", (event) => {
    if (!event.target.closest(ELSEWHERE)) box.focus({ preventScroll: true });
  });
  document.addEventListener("focusout", () => setTimeout(back));
  addEventListener("focus", back);
  box.focus({ preventScroll: true });
}
