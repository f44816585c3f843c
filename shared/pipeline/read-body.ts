import { gunzipSync } from 'node:zlib';
import { DomainError } from '#shared/errors.ts';
import { MAX_BODY_BYTES, MAX_UNZIPPED_BYTES } from '#shared/pipeline/limits.ts';
import { isGzip } from '#shared/pipeline/pack-codec.ts';

const BOM = '\uFEFF';

/** Stands for a line that is no UTF-8 text; it is refused alone (`split-events.ts`). */
export const NOT_TEXT = '\uFFFD';

/**
 * The text of an ingest body, told by its bytes: shippers send gzip without saying so, and say `application/json`
 * or nothing at all for anything (see docs/architecture.md, "What senders send").
 * @throws DomainError `payload_too_large`, `unsupported_media_type` (neither text nor gzip), `invalid_request` (empty, or cut-off gzip).
 */
export function readBody(bytes: Uint8Array): string {
  if (bytes.length === 0) {
    throw new DomainError(
      'invalid_request',
      'The body is empty: send one JSON event, a JSON array or NDJSON.',
    );
  }
  const plain = unzipBody(bytes);
  const text = decode(plain);
  if (text.trim() === '') {
    throw new DomainError(
      'invalid_request',
      'The body is blank: send one JSON event, a JSON array or NDJSON.',
    );
  }
  return text.startsWith(BOM) ? text.slice(1) : text;
}

/**
 * The body's own bytes, unzipped where they begin as gzip, whatever the headers say.
 * @throws DomainError `payload_too_large`, `invalid_request` (cut-off gzip).
 */
export function unzipBody(bytes: Uint8Array): Uint8Array {
  if (bytes.length > MAX_BODY_BYTES) throw tooLarge(bytes.length, MAX_BODY_BYTES);
  const plain = isGzip(bytes) ? gunzip(bytes) : bytes;
  if (plain.length > MAX_UNZIPPED_BYTES) throw tooLarge(plain.length, MAX_UNZIPPED_BYTES);
  return plain;
}

/** Text of bytes that may be anything: what is no UTF-8 is read as Windows-1252, which maps every byte to a character. */
export function lenientText(bytes: Uint8Array): string {
  const text = textOf(bytes) ?? decodeLines(bytes);
  return text.startsWith(BOM) ? text.slice(1) : text;
}

const latin = new TextDecoder('windows-1252');

function decodeLines(bytes: Uint8Array): string {
  return linesOf(bytes)
    .map((line) => (textOf(line) ?? latin.decode(line)).replaceAll('\0', ''))
    .join('\n');
}

function gunzip(bytes: Uint8Array): Uint8Array {
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_UNZIPPED_BYTES });
  } catch (error) {
    if (error instanceof RangeError) throw tooLarge(MAX_UNZIPPED_BYTES + 1, MAX_UNZIPPED_BYTES);
    throw new DomainError(
      'invalid_request',
      'The body starts as gzip but is cut off or damaged: send it again whole.',
    );
  }
}

/** NDJSON of which single lines are no text is still taken: a sender would resend the whole batch for ever. */
function decode(bytes: Uint8Array): string {
  const text = textOf(bytes);
  if (text !== null) return text;
  const lines = linesOf(bytes).map((line) => textOf(line)?.trim() ?? NOT_TEXT);
  const isArray = bytes.find((byte) => byte > 0x20) === 0x5b;
  if (!isArray && lines.some((line) => line.startsWith('{') && line.endsWith('}'))) {
    return lines.join('\n');
  }
  throw new DomainError(
    'unsupported_media_type',
    'The body is neither UTF-8 text nor gzip: send JSON, a JSON array or NDJSON, plain or gzip-compressed.',
  );
}

function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

function linesOf(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
    lines.push(bytes.subarray(start, end));
    start = end + 1;
  }
  lines.push(bytes.subarray(start));
  return lines;
}

function tooLarge(size: number, limit: number): DomainError {
  return new DomainError(
    'payload_too_large',
    `The body is over the limit of ${limit} bytes: send smaller batches (4 MB is a good size).`,
    { size, limit },
  );
}
