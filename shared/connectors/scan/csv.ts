import { traceStep } from '#shared/connectors/trace.ts';

/**
 * The fields of one CSV line (RFC 4180, `""` is a quote). A quote counts only where a field begins; one that never
 * closes is read to the next comma, so that a cut line keeps its other fields.
 */
export function scanCsv(text: string, separator = ','): string[] {
  traceStep('scanner', 'CSV');
  const fields: string[] = [];
  // Once no quote closes any more, every later look for one would read to the end again.
  let unclosed = false;
  let at = 0;
  for (;;) {
    if (text[at] === '"' && !unclosed) {
      const end = closingQuote(text, at + 1, separator);
      if (end !== -1) {
        const value = text.slice(at + 1, end);
        fields.push(value.includes('""') ? value.replaceAll('""', '"') : value);
        if (end + 1 >= text.length) return fields;
        at = end + 2;
        continue;
      }
      unclosed = true;
    }
    const end = text.indexOf(separator, at);
    if (end === -1) {
      fields.push(text.slice(at));
      return fields;
    }
    fields.push(text.slice(at, end));
    at = end + 1;
  }
}

/** The quote before a separator or the end; quotes that some senders leave unescaped inside are passed over. */
function closingQuote(text: string, start: number, separator: string): number {
  for (let at = text.indexOf('"', start); at !== -1; at = text.indexOf('"', at + 1)) {
    if (text[at + 1] === '"') at++;
    else if (at + 1 === text.length || text.startsWith(separator, at + 1)) return at;
  }
  return -1;
}
