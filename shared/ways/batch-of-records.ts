import { DomainError } from '#shared/errors.ts';
import { MAX_EVENTS, MAX_UNZIPPED_BYTES } from '#shared/pipeline/limits.ts';
import { lenientText, unzipBody } from '#shared/pipeline/read-body.ts';
import { splitAny } from '#shared/pipeline/split-any.ts';
import type { Batch } from '#shared/pipeline/take-events.ts';
import { kplRecords } from '#shared/ways/kpl.ts';
import { tooMany } from '#shared/ways/split-lines.ts';

/**
 * The events of records as they were put into a stream: text, JSON, gzip, or several records that the Kinesis Producer
 * Library put into one. What is damaged is kept aside whole; the others go on.
 * @throws DomainError `payload_too_large` when the records unzip to more than a body may.
 */
export function batchOfRecords(records: readonly Uint8Array[]): Batch {
  const events: string[] = [];
  const sidelined: Batch['sidelined'][number][] = [];
  let bytes = 0;
  for (const record of records) {
    for (const part of partsOf(record)) {
      const text = textOf(part);
      if ('reason' in text) {
        sidelined.push({ raw: Buffer.from(part ?? record).toString('base64'), reason: text.reason });
        continue;
      }
      bytes += text.bytes;
      if (bytes > MAX_UNZIPPED_BYTES)
        throw new DomainError('payload_too_large', 'The records are too large unzipped.');
      const batch = splitAny(text.text);
      for (const event of batch.events) events.push(event);
      for (const one of batch.sidelined) sidelined.push(one);
    }
  }
  if (events.length + sidelined.length > MAX_EVENTS) throw tooMany(events.length + sidelined.length);
  return { events, sidelined };
}

/** A record itself, the records that the Kinesis Producer Library put into it, or null for such a one that is damaged. */
function partsOf(record: Uint8Array): (Uint8Array | null)[] {
  try {
    return kplRecords(record) ?? [record];
  } catch {
    return [null];
  }
}

function textOf(part: Uint8Array | null): { text: string; bytes: number } | { reason: string } {
  if (part === null) return { reason: 'the record is a damaged KPL aggregate' };
  try {
    const plain = unzipBody(part);
    return { text: lenientText(plain), bytes: plain.length };
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'payload_too_large') throw error;
    return { reason: 'the record is damaged gzip' };
  }
}
