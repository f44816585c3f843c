export type StructuredData = {
  data: Record<string, string>;
  /** Where the message begins. */
  end: number;
  notes: string[];
};

const MAX_PARAMS = 256;

/**
 * RFC 5424 section 6.3: `-`, or elements `[id name="value" …]`. Only `\"`, `\\` and `\]` are escapes; any other
 * backslash stays. An element that doesn't close is left in the message, with a note.
 */
export function scanStructuredData(text: string, start: number): StructuredData {
  const data: Record<string, string> = {};
  if (text[start] === '-') return { data, end: skipBlank(text, start + 1), notes: [] };
  let at = start;
  while (text[at] === '[') {
    const end = scanElement(text, at, data);
    if (end === -1) return { data, end: at, notes: ['structured data is broken: it stays in the message'] };
    at = end;
  }
  return { data, end: skipBlank(text, at), notes: [] };
}

function scanElement(text: string, start: number, data: Record<string, string>): number {
  let at = start + 1;
  while (at < text.length && text[at] !== ' ' && text[at] !== ']') at++;
  const id = text.slice(start + 1, at);
  while (text[at] === ' ') {
    while (text[at] === ' ') at++;
    if (text[at] === ']') break;
    const equals = text.indexOf('=', at);
    if (equals === -1 || equals - at > 64 || text[equals + 1] !== '"') return -1;
    const close = closingQuote(text, equals + 2);
    if (close === -1) return -1;
    const name = `${id}.${text.slice(at, equals)}`;
    if (!Object.hasOwn(data, name) && Object.keys(data).length < MAX_PARAMS)
      data[name] = text.slice(equals + 2, close).replace(/\\(["\\\]])/g, '$1');
    at = close + 1;
  }
  return text[at] === ']' ? at + 1 : -1;
}

function closingQuote(text: string, start: number): number {
  for (let i = start; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return -1;
}

function skipBlank(text: string, at: number): number {
  return text[at] === ' ' ? at + 1 : at;
}
