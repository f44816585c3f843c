import { asKey } from '#shared/connectors/remember.ts';
import { internPart } from '#shared/connectors/scan/intern-key.ts';
import { traceStep } from '#shared/connectors/trace.ts';

/** What a Windows event's XML says; keys of `system` and `rendering` are element or `Element.Attribute` names. */
export type EventXml = {
  system: Map<string, string>;
  /** `EventData` and `UserData`; unnamed `Data` become `param1`, `param2`, … */
  data: Map<string, string>;
  rendering: Map<string, string>;
  /** Whether the text ended before `</Event>`. */
  truncated: boolean;
};

const MAX_DEPTH = 16;
const MAX_FIELDS = 1_000;

type Part = Map<string, string> | null;
/** An open element: its key where it holds a field, where its text begins, and the part that it and its children are of. */
type Frame = { key: string | null; start: number; around: Part; inside: Part };

/**
 * Scans the elements from left to right and keeps what it has met, so that an event that was cut off inside its
 * rendered message still has its fields. Knows no DTD and expands no entity but the five of XML and character codes.
 */
export function scanEventXml(text: string): EventXml | null {
  const begin = text.indexOf('<Event');
  if (begin === -1) return null;
  traceStep('scanner', 'Windows event XML');
  const xml: EventXml = { system: new Map(), data: new Map(), rendering: new Map(), truncated: true };
  const stack: Frame[] = [];
  let unnamed = 0;
  for (let open = begin; open !== -1; open = text.indexOf('<', open + 1)) {
    const first = text.charCodeAt(open + 1);
    if (first === BANG || first === QUESTION) continue;
    const end = endOfTag(text, open);
    if (end === -1) break;
    if (first === SLASH) {
      const frame = stack.pop();
      if (frame !== undefined) store(frame, text, open);
      if (text.startsWith('/Event>', open + 1)) {
        xml.truncated = false;
        break;
      }
      continue;
    }
    const empty = text.charCodeAt(end - 1) === SLASH;
    const last = empty ? end - 1 : end;
    const nameEnd = endOfName(text, open + 1, last);
    const name = internPart(text, open + 1, nameEnd);
    const parent = stack.at(-1);
    const part = parent?.inside ?? null;
    let key: string | null = null;
    if (part !== null) {
      const isData = name === 'Data';
      const attributes =
        nameEnd < last && (isData || part === xml.system) ? readAttributes(text, nameEnd, last) : null;
      key = isData ? (attributes?.get('Name') ?? `param${++unnamed}`) : name;
      if (part === xml.system && attributes !== null)
        for (const [attribute, value] of attributes) keep(part, attributeKey(name, attribute), value);
    }
    // A field with elements inside is a group, such as the one element that UserData wraps its fields in.
    if (parent !== undefined) parent.key = null;
    if (!empty && stack.length < MAX_DEPTH)
      stack.push({ key, start: end + 1, around: part, inside: part ?? partOf(name, xml) });
    open = end;
  }
  const last = stack.at(-1);
  if (xml.truncated && last !== undefined) store(last, text, text.length);
  return xml.system.size + xml.data.size === 0 ? null : xml;
}

const [TAB, LINE_FEED, RETURN, BLANK, BANG, DOUBLE, SINGLE, SLASH, OPEN, EQUALS, CLOSE, QUESTION] = [
  9, 10, 13, 32, 33, 34, 39, 47, 60, 61, 62, 63,
] as const;

function store({ key, start, around }: Frame, text: string, end: number): void {
  if (key !== null && around !== null) keep(around, key, decode(text.slice(start, end)).trim());
}

function keep(part: Map<string, string>, key: string, value: string): void {
  if (value !== '' && part.size < MAX_FIELDS && !part.has(key)) part.set(key, value);
}

function partOf(name: string, xml: EventXml): Part {
  if (name === 'System') return xml.system;
  if (name === 'EventData' || name === 'UserData') return xml.data;
  return name === 'RenderingInfo' ? xml.rendering : null;
}

const keys = new Map<string, Map<string, string>>();
const MAX_KEYS = 1_000;

/** `Provider` and `Name` as `Provider.Name`. */
function attributeKey(name: string, attribute: string): string {
  const known = keys.get(name)?.get(attribute);
  if (known !== undefined) return known;
  const made = asKey(`${name}.${attribute}`);
  const ofName = keys.get(name) ?? new Map<string, string>();
  if (keys.size < MAX_KEYS && ofName.size < MAX_KEYS) keys.set(name, ofName.set(attribute, made));
  return made;
}

/** The `>` that ends a tag: one inside an attribute's quotes doesn't. */
function endOfTag(text: string, open: number): number {
  let quote = 0;
  for (let i = open + 1; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === DOUBLE || code === SINGLE) quote = code;
    else if (code === CLOSE) return i;
    else if (code === OPEN) return -1;
  }
  return -1;
}

function endOfName(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isBlank(code)) return i;
    if (code < BLANK || code > 127) {
      const found = text.slice(i, end).search(/[\s]/);
      return found === -1 ? end : i + found;
    }
  }
  return end;
}

const ATTRIBUTE = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
/** Characters of a tag in which attributes are looked for. */
const MAX_TAG = 2_000;

/** `Name="value" Other='value'` between a tag's name and its end. */
function readAttributes(text: string, start: number, end: number): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  let at = start;
  while (end - start <= MAX_TAG) {
    while (at < end && isBlank(text.charCodeAt(at))) at++;
    if (at === end) return attributes;
    const nameEnd = endOfAttributeName(text, at, end);
    const quote = text.charCodeAt(nameEnd + 1);
    if (nameEnd === at || text.charCodeAt(nameEnd) !== EQUALS || (quote !== DOUBLE && quote !== SINGLE))
      break;
    const close = text.indexOf(quote === DOUBLE ? '"' : "'", nameEnd + 2);
    if (close === -1 || close >= end) break;
    attributes.set(internPart(text, at, nameEnd), decode(text.slice(nameEnd + 2, close)));
    at = close + 1;
  }
  // Not quite as XML wants it: what looks like an attribute is one.
  attributes.clear();
  for (const match of text.slice(start, Math.min(end, start + MAX_TAG)).matchAll(ATTRIBUTE))
    attributes.set(match[1] ?? '', decode(match[2] ?? match[3] ?? ''));
  return attributes;
}

function isBlank(code: number): boolean {
  return code === BLANK || code === TAB || code === LINE_FEED || code === RETURN;
}

/** `[A-Za-z_:][A-Za-z0-9_:.-]*` */
function endOfAttributeName(text: string, start: number, end: number): number {
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    const isLetter = ((code | 32) >= 97 && (code | 32) <= 122) || code === 95 || code === 58;
    const isFurther = (code >= 48 && code <= 57) || code === 46 || code === 45;
    if (!isLetter && (i === start || !isFurther)) return i;
  }
  return end;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function decode(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-fA-F]{1,6}|#\d{1,7}|[a-z]{2,4});/g, (whole, name: string) => {
    if (name[0] !== '#') return ENTITIES[name] ?? whole;
    const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
