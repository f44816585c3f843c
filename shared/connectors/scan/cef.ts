import { internPart } from '#shared/connectors/scan/intern-key.ts';
import { traceStep } from '#shared/connectors/trace.ts';

/** A CEF or LEEF event; `fields` are the pairs of the extension, the first value of a key standing. */
export type EventFormat = {
  version: string;
  vendor: string;
  product: string;
  productVersion: string;
  /** CEF's signature id, LEEF's event id. */
  code: string;
  name: string;
  /** CEF's 0–10 or word; empty in LEEF. */
  severity: string;
  fields: Map<string, string>;
  duplicates: string[];
  /** What stood before `CEF:` or `LEEF:`, such as a syslog header. */
  prefix: string;
};

const MAX_KEY = 64;

/** Reads a CEF event wherever it begins in the text; null when there is none. */
export function scanCef(text: string): EventFormat | null {
  const begin = text.indexOf('CEF:');
  if (begin === -1) return null;
  traceStep('scanner', 'CEF');
  const header: string[] = [];
  let at = begin + 4;
  for (let i = 0; i < 7; i++) {
    const end = endOfHeaderField(text, at);
    if (end === -1 && i < 6) return null;
    const field = text.slice(at, end === -1 ? text.length : end);
    header.push((field.includes('\\') ? field.replace(/\\([|\\])/g, '$1') : field).trim());
    at = end === -1 ? text.length : end + 1;
  }
  const [version = '', vendor = '', product = '', productVersion = '', code = '', name = '', severity = ''] =
    header;
  if (!/^\d{1,2}(\.\d)?$/.test(version)) return null;
  return {
    version,
    vendor,
    product,
    productVersion,
    code,
    name,
    severity,
    ...scanExtension(text, at),
    prefix: text.slice(0, begin),
  };
}

function endOfHeaderField(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 92) i++;
    else if (code === 124) return i;
  }
  return -1;
}

/**
 * Values hold blanks, so a value ends at the last blank before the next `key=`. Only a blank and a key before an
 * unescaped `=` begin a pair: the `=` of a URL's query is text. Keys are looked for backwards, at most `MAX_KEY` far.
 */
function scanExtension(text: string, start: number): { fields: Map<string, string>; duplicates: string[] } {
  const fields = new Map<string, string>();
  const duplicates: string[] = [];
  let key: string | null = null;
  let valueStart = start;
  const close = (end: number): void => {
    if (key === null) return;
    const value = withoutEscapes(text.slice(valueStart, end).trimEnd());
    const known = fields.get(key);
    if (known === undefined) fields.set(key, value);
    else if (known !== value) duplicates.push(key);
  };
  for (let at = text.indexOf('=', start); at !== -1; at = text.indexOf('=', at + 1)) {
    const keyStart = startOfKey(text, at, Math.max(start, valueStart));
    if (keyStart === -1) continue;
    close(keyStart);
    key = internPart(text, keyStart, at);
    valueStart = at + 1;
  }
  close(text.length);
  return { fields, duplicates };
}

function startOfKey(text: string, equals: number, floor: number): number {
  let at = equals;
  while (at > floor && equals - at <= MAX_KEY && isKeyChar(text.charCodeAt(at - 1))) at--;
  if (at === equals || equals - at > MAX_KEY) return -1;
  const before = text[at - 1];
  return at === floor && text[floor - 1] !== '='
    ? at
    : before === ' ' || before === '\t' || before === '|' || before === '\n'
      ? at
      : -1;
}

/** `A-Z a-z 0-9 _ . - [ ]` */
function isKeyChar(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 91) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46 ||
    code === 45 ||
    code === 93
  );
}

function withoutEscapes(value: string): string {
  if (!value.includes('\\')) return value;
  return value.replace(/\\([=\\|nr/"])/g, (_whole, char: string) =>
    char === 'n' ? '\n' : char === 'r' ? '\r' : char,
  );
}
