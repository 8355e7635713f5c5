// What a scanner types while a field of the card has the focus is a scan all the same: a label is no weight and no amount.

import { isOurs } from "./numbers.js";

const BURST_MS = 60;
const FEWEST_SIGNS = 4; // in a row: nobody types so by hand
const FIELDS = "[data-field] input:not([type=hidden])";
const NUMBER = /^\d{0,6}(?:[.,]\d{1,3})?$/; // what is weighed, counted or paid; a barcode of digits alone is longer
const burst = { input: null, before: "", typed: "", at: -Infinity }; // the keys that came last as fast as only a scanner is

const isScan = (input, code) => isOurs(code) || (input.inputMode === "decimal" && code !== "" && !NUMBER.test(code));

/** The code that was scanned into the field, which then holds again what was typed there before; "" when there was none. */
export function scannedInto(input) {
  const last = burst.input === input && burst.typed.length >= FEWEST_SIGNS && input.value === burst.before + burst.typed;
  const code = last && isScan(input, burst.typed.trim()) ? burst.typed.trim() : input.value.trim();
  if (!isScan(input, code)) return "";
  input.value = last ? burst.before : "";
  return code;
}

/** Note how fast keys come in the fields. A scanner that ends with Tab sends what it has read as well. */
export function watchFields() {
  document.addEventListener("keydown", (event) => {
    const input = event.target.closest?.(FIELDS);
    if (!input || event.isComposing) return;
    if (event.key === "Tab" && isScan(input, input.value.trim())) {
      event.preventDefault();
      input.form.requestSubmit();
    }
    if (event.key.length !== 1) return;
    const inBurst = burst.input === input && event.timeStamp - burst.at < BURST_MS;
    Object.assign(burst, inBurst ? { typed: burst.typed + event.key } : { input, before: input.value, typed: event.key });
    burst.at = event.timeStamp;
  }, { capture: true });
}
