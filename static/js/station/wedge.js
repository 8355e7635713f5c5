// A keyboard-wedge scanner types very fast and ends with Enter. Wherever the focus is, what it types is a scan.

const ENDS = new Set(["Enter", "Tab", "NumpadEnter"]);
const ELSEWHERE = "input:not(#scan), textarea, select, [contenteditable]";

export function listen(box, scanned) {
  document.addEventListener("keydown", (event) => {
    if (event.target.closest?.(ELSEWHERE) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (ENDS.has(event.key)) {
      if (event.key === "Tab" && !box.value) return;
      if (event.target.closest?.("a, button") && !box.value) return;
      event.preventDefault();
      const code = box.value;
      box.value = "";
      if (code.trim()) scanned(code);
    } else if (event.key.length === 1 && event.target !== box) {
      event.preventDefault();
      box.value += event.key;
    }
  }, { capture: true });
  const back = (event) => {
    if (!event.target.closest?.(ELSEWHERE)) box.focus({ preventScroll: true });
  };
  document.addEventListener("click", back);
  addEventListener("focus", () => box.focus({ preventScroll: true }));
  box.focus({ preventScroll: true });
}
