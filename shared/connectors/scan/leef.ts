import type { EventFormat } from '#shared/connectors/scan/cef.ts';
import { traceStep } from '#shared/connectors/trace.ts';

/**
 * Reads a LEEF 1.0 or 2.0 event wherever it begins; null when there is none. 1.0 separates by tab; 2.0 names the
 * separator in a sixth header field, as one character or as `x09` or `0x5E`, or leaves it out (then tab). LEEF knows no escapes.
 */
export function scanLeef(text: string): EventFormat | null {
  const begin = text.indexOf('LEEF:');
  if (begin === -1) return null;
  traceStep('scanner', 'LEEF');
  const header: string[] = [];
  let at = begin + 5;
  for (let i = 0; i < 5; i++) {
    const end = text.indexOf('|', at);
    if (end === -1) return null;
    header.push(text.slice(at, end).trim());
    at = end + 1;
  }
  const [version = '', vendor = '', product = '', productVersion = '', code = ''] = header;
  let separator = '\t';
  if (version.startsWith('2')) {
    const end = text.indexOf('|', at);
    const named = end === -1 || end - at > 5 ? null : separatorOf(text.slice(at, end));
    if (named !== null) {
      separator = named;
      at = end + 1;
    }
  }
  const fields = new Map<string, string>();
  const duplicates: string[] = [];
  for (const pair of text.slice(at).split(separator)) {
    const equals = pair.indexOf('=');
    if (equals < 1) continue;
    const key = pair.slice(0, equals).trim();
    const value = pair.slice(equals + 1).trim();
    const known = fields.get(key);
    if (known === undefined) fields.set(key, value);
    else if (known !== value) duplicates.push(key);
  }
  return {
    version,
    vendor,
    product,
    productVersion,
    code,
    name: '',
    severity: fields.get('sev') ?? '',
    fields,
    duplicates,
    prefix: text.slice(0, begin),
  };
}

function separatorOf(text: string): string | null {
  if (text === '') return '\t';
  const hex = /^0?x([0-9A-Fa-f]{2,4})$/.exec(text);
  if (hex !== null) return String.fromCharCode(Number.parseInt(hex[1] ?? '9', 16));
  return text.length === 1 ? text : null;
}
