import { DomainError } from '#shared/errors.ts';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import type { Batch, Sidelined } from '#shared/pipeline/take-events.ts';

export function tooMany(events: number): DomainError {
  return new DomainError(
    'payload_too_large',
    `The body holds ${events} events, more than ${MAX_EVENTS}: send smaller batches.`,
    { events, limit: MAX_EVENTS },
  );
}

/**
 * One event a line. Lines over the size of an event are kept aside, blank ones are nothing.
 * @throws DomainError `payload_too_large` over `MAX_EVENTS`.
 */
export function splitLines(text: string): Batch {
  const lines = text.split('\n');
  const events: string[] = [];
  const sidelined: Sidelined[] = [];
  for (const line of lines) {
    const raw = line.replace(/[\r\0]+$/, '');
    if (raw.trim() === '') continue;
    if (Buffer.byteLength(raw) <= MAX_EVENT_BYTES) events.push(raw);
    else sidelined.push({ raw, reason: `larger than ${MAX_EVENT_BYTES} bytes` });
  }
  if (events.length + sidelined.length > MAX_EVENTS) throw tooMany(events.length + sidelined.length);
  return { events, sidelined };
}
