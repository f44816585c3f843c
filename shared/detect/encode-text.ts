import type { Pattern } from '#shared/detect/expression.ts';
import { mapLiterals } from '#shared/detect/pattern.ts';
import { type FieldPath, RuleError } from '#shared/detect/rule-problem.ts';

type Encoded = { pattern: Pattern; byteOrderMark: boolean };

/**
 * The forms a text takes under an encoding modifier. UTF-16 is held as one character a byte, as it looks in a field that
 * was read byte by byte, so that wildcards and a later base64 stand as they are meant.
 */
export function encodeText({ pattern, byteOrderMark }: Encoded, name: string, path: FieldPath): Encoded[] {
  switch (name) {
    case 'wide':
    case 'utf16le':
      return [{ pattern: mapLiterals(pattern, (text) => utf16(text, false, path)), byteOrderMark }];
    case 'utf16be':
      return [{ pattern: mapLiterals(pattern, (text) => utf16(text, true, path)), byteOrderMark }];
    case 'utf16':
      return [
        {
          pattern: ['\ufeff', ...mapLiterals(pattern, (text) => utf16(text, false, path))],
          byteOrderMark: true,
        },
      ];
    case 'base64':
      return [
        { pattern: toPattern(bytesOf(pattern, byteOrderMark).toString('base64')), byteOrderMark: false },
      ];
    default:
      return offsets(bytesOf(pattern, byteOrderMark)).map((text) => ({
        pattern: toPattern(text),
        byteOrderMark: false,
      }));
  }
}

function toPattern(text: string): Pattern {
  return text === '' ? [] : [text];
}

/** @throws RuleError for texts beyond ASCII, whose UTF-16 is no text. */
function utf16(text: string, bigEndian: boolean, path: FieldPath): string {
  if (/[^\0-\x7f]/.test(text)) {
    throw new RuleError(
      path,
      `"${text}" has letters beyond ASCII, whose UTF-16 form cannot be found in a text: leave the value out.`,
    );
  }
  return [...text].map((char) => (bigEndian ? `\0${char}` : `${char}\0`)).join('');
}

function bytesOf(pattern: Pattern, byteOrderMark: boolean): Buffer {
  const text = pattern.filter((part) => typeof part === 'string').join('');
  if (!byteOrderMark) return Buffer.from(text, 'utf8');
  return Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text.slice(1), 'utf8')]);
}

/** The three forms, without the characters that what stands before or after can change. */
function offsets(bytes: Buffer): string[] {
  return [0, 1, 2].map((shift) => {
    const shifted = Buffer.concat([Buffer.alloc(shift, ' '), bytes]);
    const text = shifted.toString('base64');
    const start = [0, 2, 3][shift] ?? 0;
    const end = [0, 3, 2][shifted.length % 3] ?? 0;
    return text.slice(start, text.length - end);
  });
}
