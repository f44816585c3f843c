/**
 * The raw texts of JSON objects that stand one behind the other, with blanks, line ends, commas or nothing between
 * them, also inside one array. What is no object comes out as a piece of its own, up to the next line end or object;
 * nothing is dropped. One pass: an object that never ends is cut at line ends.
 */
export function splitJson(text: string): string[] {
  const pieces: string[] = [];
  let at = 0;
  let unclosed = false;
  const isList = text.trimStart().startsWith('[');
  while (at < text.length) {
    const char = text[at] ?? '';
    if (isBetween(char) || (isList && (char === '[' || char === ']'))) {
      at++;
      continue;
    }
    let end = char === '{' && !unclosed ? endOfObject(text, at, text.length) : -1;
    if (end === -1) {
      const line = lineEnd(text, at);
      unclosed ||= char === '{';
      end = char === '{' ? endOfObject(text, at, line) : -1;
      if (end === -1) end = char === '{' ? line : strayEnd(text, at, line);
    }
    pieces.push(text.slice(at, end).trim());
    at = end;
  }
  return pieces;
}

function isBetween(char: string): boolean {
  return char === ' ' || char === '\n' || char === '\r' || char === '\t' || char === ',' || char === '\uFEFF';
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end;
}

/** Stray text ends where the next object begins. */
function strayEnd(text: string, start: number, line: number): number {
  const next = text.slice(start, line).indexOf('{');
  return next === -1 ? line : start + next;
}

/** Place behind the object that begins at `start`, -1 when it does not end before `limit`. */
function endOfObject(text: string, start: number, limit: number): number {
  let depth = 0;
  for (let i = start; i < limit; i++) {
    const char = text[i];
    if (char === '"') {
      for (i++; i < limit && text[i] !== '"'; i++) if (text[i] === '\\') i++;
    } else if (char === '{') depth++;
    else if (char === '}' && --depth === 0) return i + 1;
  }
  return -1;
}
