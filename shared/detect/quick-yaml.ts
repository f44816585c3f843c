import { readPlainScalar } from '#shared/detect/plain-scalar.ts';

/** Maps and lists inside one another. */
const MAX_DEPTH = 50;

/** Thrown inside for what this reader leaves to the full one. */
const unusual = Symbol('unusual');

type Lines = { text: string[]; at: number; depth: number };
type Line = { indent: number; content: string };

/**
 * Reads the YAML that rules are written in, many times faster than a full reader: maps and lists by indentation, texts
 * of one line, `|` blocks and flow lists of one line. Null for whatever is not plainly that (anchors, tags, folded
 * blocks, texts over several lines, mistakes): the full reader decides then. Documents are null where they are empty.
 */
export function readQuickYaml(text: string): unknown[] | null {
  const all = text.replaceAll('\r\n', '\n').split('\n');
  const documents: string[][] = [[]];
  for (const line of all) {
    if (line.startsWith('---')) {
      if (line.trimEnd() !== '---') return null;
      documents.push([]);
    } else if (line.startsWith('...') || line.startsWith('%') || line.startsWith('\ufeff')) return null;
    else documents.at(-1)?.push(line);
  }
  // What stands before the first "---" is a document only if there is something.
  if (documents.length > 1 && documents[0]?.every((line) => /^\s*(#|$)/.test(line))) documents.shift();
  try {
    const values = documents.map(readDocument);
    return values.length === 1 && values[0] === null ? null : values;
  } catch (error) {
    if (error === unusual) return null;
    throw error;
  }
}

function readDocument(text: string[]): unknown {
  const lines: Lines = { text, at: 0, depth: 0 };
  const first = peek(lines);
  if (first === null) return null;
  const value = readBlock(lines, first);
  if (peek(lines) !== null) throw unusual;
  return value;
}

/** The next line that is neither empty nor a comment. */
function peek(lines: Lines): Line | null {
  for (; lines.at < lines.text.length; lines.at++) {
    const text = lines.text[lines.at] ?? '';
    let indent = 0;
    while (text.charCodeAt(indent) === 32) indent++;
    const code = text.charCodeAt(indent);
    if (code === 9) throw unusual;
    if (indent < text.length && code !== 35) return { indent, content: text.slice(indent) };
  }
  return null;
}

function readBlock(lines: Lines, { indent, content }: Line): unknown {
  if (++lines.depth > MAX_DEPTH) throw unusual;
  const value = isItem(content) ? readList(lines, indent) : readMap(lines, indent);
  lines.depth--;
  return value;
}

function readList(lines: Lines, indent: number): unknown[] {
  const list: unknown[] = [];
  for (let line = peek(lines); line !== null && line.indent >= indent; line = peek(lines)) {
    if (line.indent > indent) throw unusual;
    if (!isItem(line.content)) break;
    const rest = line.content.slice(1).trimStart();
    const place = indent + line.content.length - rest.length;
    if (rest !== '' && (isItem(rest) || keyEnd(rest) !== null)) {
      // What the item holds begins on its line: it is read as if it stood alone, that far to the right.
      lines.text[lines.at] = ' '.repeat(place) + rest;
      list.push(readBlock(lines, { indent: place, content: rest }));
    } else {
      lines.at++;
      list.push(readValue(lines, rest, indent));
    }
  }
  return list;
}

function readMap(lines: Lines, indent: number): Record<string, unknown> {
  const map: [string, unknown][] = [];
  const seen = new Set<string>();
  for (let line = peek(lines); line !== null && line.indent >= indent; line = peek(lines)) {
    if (line.indent > indent) throw unusual;
    const found = keyEnd(line.content);
    if (found === null) {
      if (isItem(line.content)) break;
      throw unusual;
    }
    const { key, end } = found;
    if (seen.has(key)) throw unusual;
    seen.add(key);
    lines.at++;
    const rest = line.content.slice(end).trimStart();
    map.push([
      key,
      rest === '' || rest.startsWith('#') ? readBelow(lines, indent) : readValue(lines, rest, indent),
    ]);
  }
  return Object.fromEntries(map);
}

/** What a key without a value on its line holds: a block further right, or a list at the same place. */
function readBelow(lines: Lines, indent: number): unknown {
  const next = peek(lines);
  if (next === null || next.indent < indent || (next.indent === indent && !isItem(next.content))) return null;
  return readBlock(lines, next);
}

function readValue(lines: Lines, text: string, indent: number): unknown {
  const char = text.charAt(0);
  if (char === '' || char === '#') return readBelowItem(lines, indent);
  if (char === '|') return readLiteral(lines, text, indent);
  const [value, end] = char === '[' || char === '{' ? readFlow(text, 0, 0) : readScalar(text, 0, false);
  const after = text.slice(end).trim();
  if (after !== '' && !(after.startsWith('#') && /\s/.test(text.charAt(end)))) throw unusual;
  const next = peek(lines);
  // Further right: the text goes on.
  if (next !== null && next.indent > indent) throw unusual;
  return value;
}

/** An empty item, or one whose value stands below. */
function readBelowItem(lines: Lines, indent: number): unknown {
  const next = peek(lines);
  return next === null || next.indent <= indent ? null : readBlock(lines, next);
}

function readLiteral(lines: Lines, header: string, indent: number): string {
  const [, chomp = null] = /^\|([-+]?)\s*$/.exec(header) ?? [];
  if (chomp === null) throw unusual;
  const kept: string[] = [];
  let width = -1;
  for (; lines.at < lines.text.length; lines.at++) {
    const line = lines.text[lines.at] ?? '';
    const blank = isBlank(line);
    const begin = line.length - line.trimStart().length;
    if (width < 0 && !blank) width = begin;
    if (!blank && (begin < width || width <= indent)) break;
    if (blank && (width < 0 || line.length > width) && line !== '') throw unusual;
    kept.push(blank ? '' : line.slice(width));
  }
  if (chomp === '+') throw unusual;
  while (kept.at(-1) === '') kept.pop();
  if (kept.length === 0) throw unusual;
  return kept.join('\n') + (chomp === '-' ? '' : '\n');
}

/** A flow list or map of one line; answers where it ends. */
function readFlow(text: string, from: number, depth: number): [unknown, number] {
  if (depth > MAX_DEPTH) throw unusual;
  const isList = text.charAt(from) === '[';
  const close = isList ? ']' : '}';
  const list: unknown[] = [];
  const map: [string, unknown][] = [];
  let at = skip(text, from + 1);
  while (text.charAt(at) !== close) {
    let key: string | null = null;
    if (!isList) {
      const found = keyEnd(text.slice(at), true);
      if (found === null || map.some(([other]) => other === found.key)) throw unusual;
      key = found.key;
      at = skip(text, at + found.end);
    }
    const char = text.charAt(at);
    const [value, end] =
      char === '[' || char === '{' ? readFlow(text, at, depth + 1) : readScalar(text, at, true);
    if (key === null) list.push(value);
    else map.push([key, value]);
    at = skip(text, end);
    if (text.charAt(at) === ',') at = skip(text, at + 1);
    else if (text.charAt(at) !== close) throw unusual;
  }
  return [isList ? list : Object.fromEntries(map), at + 1];
}

const single = /'((?:[^']|'')*)'/y;
const double = /"((?:[^"\\]|\\["\\/nt0r])*)"/y;
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0' };

function readScalar(text: string, from: number, inFlow: boolean): [unknown, number] {
  const char = text.charAt(from);
  if (char === "'" || char === '"') {
    const quoted = char === "'" ? single : double;
    quoted.lastIndex = from;
    const found = quoted.exec(text);
    if (found === null) throw unusual;
    const [, inner = ''] = found;
    const value =
      char === "'"
        ? inner.replaceAll("''", "'")
        : inner.replace(/\\(.)/g, (_, escaped: string) => escapes[escaped] ?? escaped);
    return [value, quoted.lastIndex];
  }
  let end = text.length;
  const comment = /\s#/.exec(text.slice(from));
  if (comment !== null) end = from + comment.index;
  if (inFlow) {
    const stop = text.slice(from, end).search(/[,[\]{}]/);
    if (stop < 0) throw unusual;
    end = from + stop;
  }
  const plain = text.slice(from, end).trimEnd();
  if (!isPlain(plain) || (inFlow && (plain === '' || /^-|:$/.test(plain)))) throw unusual;
  return [readPlainScalar(plain), end];
}

/** A text that needs no quotes, whatever stands around it. */
function isPlain(text: string): boolean {
  return !/^[-?:](\s|$)|^[,[\]{}#&*!|>'"%@`]|:(\s|$)|\t/.test(text);
}

/** Where the key that a line begins with ends, behind its colon; null where there is none. */
function keyEnd(content: string, inFlow = false): { key: string; end: number } | null {
  const char = content.charAt(0);
  if (char === "'") {
    const [all, inner] = /^'((?:[^']|'')*)'\s*:(?=\s|$)/.exec(content) ?? [];
    return all === undefined || inner === undefined
      ? null
      : { key: inner.replaceAll("''", "'"), end: all.length };
  }
  const end = /:(?=\s|$)/.exec(content)?.index;
  if (end === undefined || char === '"') return null;
  const key = content.slice(0, end).trimEnd();
  if (
    key === '<<' ||
    typeof readPlainScalar(key) !== 'string' ||
    key.includes(' #') ||
    !isPlain(key) ||
    (inFlow && /[,[\]{}]/.test(key))
  )
    throw unusual;
  return { key, end: end + 1 };
}

function skip(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at++;
  return at;
}

function isItem(content: string): boolean {
  return content === '-' || content.startsWith('- ');
}

function isBlank(line: string): boolean {
  return line.trim() === '';
}
