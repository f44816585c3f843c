import { internPart } from '#shared/connectors/scan/intern-key.ts';
import { traceStep } from '#shared/connectors/trace.ts';

/** Pairs in the order of the text; the first value of a key stands, since whatever is appended may be forged. */
export type KeyValues = {
  fields: Map<string, string>;
  /** Keys that came again with another value. */
  duplicates: string[];
};

/** What parts the pairs: blanks and tabs, commas beside them, or tabs alone, where values have blanks. */
type Parting = 'blanks' | 'commas' | 'tabs';

const MAX_KEY = 64;
const MAX_PAIRS = 1_000;

/**
 * `key=value key="quoted value"` in one pass over the quotes: what stands inside quotes never makes a key. `\"` is a
 * quote inside; a backslash before the quote that ends the value (as in `path="C:\"`) is told by the key after it.
 */
export function scanKeyValues(text: string, parting: Parting = 'blanks', start = 0): KeyValues {
  traceStep('scanner', 'key=value pairs');
  const fields = new Map<string, string>();
  const duplicates: string[] = [];
  let at = start;
  while (at < text.length && fields.size < MAX_PAIRS) {
    while (at < text.length && isBetween(text.charCodeAt(at), parting)) at++;
    const keyEnd = endOfKey(text, at);
    if (text.charCodeAt(keyEnd) !== EQUALS) {
      at = nextSeparator(text, keyEnd === at ? at + 1 : keyEnd, parting);
      continue;
    }
    const key = internPart(text, at, keyEnd);
    const quote = text.charCodeAt(keyEnd + 1);
    const quoted = quote === DOUBLE || quote === SINGLE;
    const from = quoted ? keyEnd + 2 : keyEnd + 1;
    const end = quoted
      ? closingQuote(text, from, quote === DOUBLE ? '"' : "'", parting)
      : nextSeparator(text, from, parting);
    const value = text.slice(from, end);
    const known = fields.get(key);
    if (known === undefined)
      fields.set(key, quote === DOUBLE && value.includes('\\') ? value.replace(/\\(["\\])/g, '$1') : value);
    else if (known !== value) duplicates.push(key);
    at = quoted ? end + 1 : end;
  }
  return { fields, duplicates };
}

const [TAB, LINE_FEED, RETURN, BLANK, DOUBLE, SINGLE, COMMA, EQUALS, BACKSLASH] = [
  9, 10, 13, 32, 34, 39, 44, 61, 92,
] as const;

function isSeparator(code: number, parting: Parting): boolean {
  return code === TAB || (code === BLANK && parting !== 'tabs') || (code === COMMA && parting === 'commas');
}

function isBetween(code: number, parting: Parting): boolean {
  return isSeparator(code, parting) || code === LINE_FEED || code === RETURN;
}

function nextSeparator(text: string, start: number, parting: Parting): number {
  let at = start;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (isSeparator(code, parting) || code === LINE_FEED) break;
    at++;
  }
  return at;
}

/** The end of a run of key characters, at most `MAX_KEY` of them. */
function endOfKey(text: string, start: number): number {
  const limit = Math.min(text.length, start + MAX_KEY);
  let at = start;
  while (at < limit && isKeyChar(text.charCodeAt(at))) at++;
  return at;
}

/** `A-Z a-z 0-9 _ . - [ ] @ :` */
function isKeyChar(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 64 && code <= 91) ||
    (code >= 48 && code <= 58) ||
    code === 95 ||
    code === 46 ||
    code === 45 ||
    code === 93
  );
}

function closingQuote(text: string, start: number, quote: string, parting: Parting): number {
  let at = text.indexOf(quote, start);
  let plain: number | undefined;
  while (at !== -1) {
    if (!isEscaped(text, at, start)) return at;
    if (endsValue(text, at, parting)) {
      // Either a backslash that ends the value, or a forged pair inside it: then the value ends properly further on.
      plain ??= plainQuote(text, at + 1, quote);
      if (plain === -1 || !endsValue(text, plain, parting)) return at;
    }
    at = text.indexOf(quote, at + 1);
  }
  return text.length;
}

/** Whether behind a quote the text ends or another pair begins. */
function endsValue(text: string, at: number, parting: Parting): boolean {
  if (text.length <= at + 2) return true;
  return isBetween(text.charCodeAt(at + 1), parting) && startsPair(text, at + 2);
}

function plainQuote(text: string, start: number, quote: string): number {
  let at = text.indexOf(quote, start);
  while (at !== -1 && isEscaped(text, at, start)) at = text.indexOf(quote, at + 1);
  return at;
}

/** Looks back over backslashes only; a run of them is read once per quote after it. */
function isEscaped(text: string, at: number, start: number): boolean {
  let run = 0;
  while (at - 1 - run >= start && text.charCodeAt(at - 1 - run) === BACKSLASH) run++;
  return run % 2 === 1;
}

function startsPair(text: string, at: number): boolean {
  const end = endOfKey(text, at);
  return end > at && text.charCodeAt(end) === EQUALS;
}
