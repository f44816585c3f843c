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

type Frame = { name: string; key: string | null; start: number };

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
    const first = text[open + 1];
    if (first === '!' || first === '?') continue;
    const end = endOfTag(text, open);
    if (end === -1) break;
    if (first === '/') {
      close(text, open, stack, xml);
      if (text.startsWith('/Event>', open + 1)) {
        xml.truncated = false;
        break;
      }
      continue;
    }
    const empty = text[end - 1] === '/';
    const tag = readTag(text.slice(open + 1, empty ? end - 1 : end));
    const part = sectionOf(stack, xml);
    const parent = stack.at(-1)?.key ?? null;
    let key: string | null = null;
    if (part !== null) {
      const named = tag.attributes.get('Name');
      key = tag.name !== 'Data' ? tag.name : (named ?? `param${++unnamed}`);
      if (part === xml.system)
        for (const [name, value] of tag.attributes) keep(part, `${tag.name}.${name}`, value);
    }
    // A field with elements inside is a group, such as the one element that UserData wraps its fields in.
    if (parent !== null && stack.length > 0) (stack.at(-1) as Frame).key = null;
    if (!empty && stack.length < MAX_DEPTH) stack.push({ name: tag.name, key, start: end + 1 });
    open = end;
  }
  const last = stack.at(-1);
  if (xml.truncated && last?.key != null) store(stack, xml, last.key, text.slice(last.start));
  return xml.system.size + xml.data.size === 0 ? null : xml;
}

function close(text: string, open: number, stack: Frame[], xml: EventXml): void {
  const frame = stack.at(-1);
  if (frame === undefined) return;
  if (frame.key !== null) store(stack, xml, frame.key, text.slice(frame.start, open));
  stack.pop();
}

function store(stack: readonly Frame[], xml: EventXml, key: string, value: string): void {
  const part = sectionOf(stack.slice(0, -1), xml);
  if (part !== null) keep(part, key, decode(value).trim());
}

function keep(part: Map<string, string>, key: string, value: string): void {
  if (value !== '' && part.size < MAX_FIELDS && !part.has(key)) part.set(key, value);
}

function sectionOf(stack: readonly Frame[], xml: EventXml): Map<string, string> | null {
  for (const { name } of stack) {
    if (name === 'System') return xml.system;
    if (name === 'EventData' || name === 'UserData') return xml.data;
    if (name === 'RenderingInfo') return xml.rendering;
  }
  return null;
}

/** The `>` that ends a tag: one inside an attribute's quotes doesn't. */
function endOfTag(text: string, open: number): number {
  let quote = '';
  for (let i = open + 1; i < text.length; i++) {
    const char = text[i];
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return i;
    else if (char === '<') return -1;
  }
  return -1;
}

const ATTRIBUTE = /([A-Za-z_:][\w:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function readTag(text: string): { name: string; attributes: Map<string, string> } {
  const end = text.search(/[\s]/);
  const name = end === -1 ? text : text.slice(0, end);
  const attributes = new Map<string, string>();
  if (end !== -1)
    for (const match of text.slice(end, end + 2_000).matchAll(ATTRIBUTE))
      attributes.set(match[1] ?? '', decode(match[2] ?? match[3] ?? ''));
  return { name, attributes };
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
