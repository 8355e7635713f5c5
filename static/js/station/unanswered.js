// Without the server no question is drawn, and what nobody asked cannot be answered: answers, grades and what only the
// server can do are refused on the spot. Things, and the commands that need no question, are kept.

const COMMAND = /^C\d{11}$/;

/** As the server cleans it: no scanner's prefix, capitals, no spaces. */
export const clean = (code) => code.trim().replace(/^\][A-Za-z]\d/, "").replaceAll(" ", "").toUpperCase();

/** `kept` holds the codes of the commands that need no question; `result` is that of the card that can be seen. */
export function needsAnswer(code, kept, result) {
  const command = clean(code);
  return result === "kept" && COMMAND.test(command) && !kept.includes(command);
}
