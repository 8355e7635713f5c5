// Labels from standard input as JSON ([{zpl, width, height, dots}, ...], millimetres and dots a millimetre); for each
// the pictures that a printer would make of it, as base64 of PNG.
import { ready } from "zpl-renderer-js";

const { api } = await ready;
let text = "";
for await (const piece of process.stdin) text += piece;
const drawn = [];
for (const label of JSON.parse(text)) {
  drawn.push(await api.zplToBase64MultipleAsync(label.zpl, label.width, label.height, label.dots));
}
process.stdout.write(JSON.stringify(drawn));
