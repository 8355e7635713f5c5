// The numbers that we print (models/numbers.py): one letter, nine digits, two check digits of ISO 7064 Mod 97,10.

const FORM = /^[RPTSKBC]\d{11}$/;

export function isOurs(text) {
  const number = text.trim().toUpperCase();
  if (!FORM.test(number)) return false;
  let rest = 0;
  for (const sign of number) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
