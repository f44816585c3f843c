/**
 * What an unquoted YAML text means, as pySigma's reader (PyYAML, YAML 1.1) takes it: `yes` and `on` are true, `010` is
 * eight, `0000042a` and `00000429` are texts. Whole numbers of more digits than JavaScript's numbers hold stay texts,
 * and so do dates.
 */
export function readPlainScalar(text: string): string | number | boolean | null {
  const first = text.charCodeAt(0);
  // Digits, signs and the point begin numbers; the other letters those few words.
  if ((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46) return readNumber(text);
  return text.length > 5 ? text : (words.get(text) ?? (words.has(text) ? null : text));
}

const words: ReadonlyMap<string, boolean | null> = new Map<string, boolean | null>([
  ...['true', 'True', 'TRUE', 'yes', 'Yes', 'YES', 'on', 'On', 'ON'].map((word): [string, boolean] => [
    word,
    true,
  ]),
  ...['false', 'False', 'FALSE', 'no', 'No', 'NO', 'off', 'Off', 'OFF'].map((word): [string, boolean] => [
    word,
    false,
  ]),
  ...['', '~', 'null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
]);

const whole = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const fraction =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;

function readNumber(text: string): string | number {
  const isWhole = whole.test(text);
  if (!isWhole && !fraction.test(text)) return text;
  const negative = text.startsWith('-');
  const digits = text.replace(/^[-+]/, '').replaceAll('_', '');
  const value = digits.includes(':') ? sexagesimal(digits) : isWhole ? integer(digits) : Number(digits);
  if (isWhole && !Number.isSafeInteger(value)) return text;
  return negative ? 0 - value : value;
}

function integer(digits: string): number {
  return /^0[0-7]/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
}

function sexagesimal(digits: string): number {
  return digits.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
}
