// What reads barcodes in a picture: the browser itself where it can, else ZXing from our own server.

const FORMATS = ["code_128", "qr_code", "data_matrix", "ean_13", "ean_8", "upc_a", "upc_e", "itf", "code_39"];
let ready;

/** A BarcodeDetector. `address` is the module that stands in for the browser's own, `wasm` its program. */
export function reader(address, wasm) {
  ready ??= own().then((detector) => detector ?? ours(address, wasm));
  ready.catch(() => (ready = undefined)); // without a network now, perhaps later
  return ready;
}

async function own() {
  const known = (await globalThis.BarcodeDetector?.getSupportedFormats().catch(() => [])) ?? [];
  return FORMATS.every((format) => known.includes(format)) ? new BarcodeDetector({ formats: FORMATS }) : null;
}

async function ours(address, wasm) {
  const { BarcodeDetector, prepareZXingModule } = await import(address);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return new BarcodeDetector({ formats: FORMATS });
}
