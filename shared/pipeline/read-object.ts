import { gunzipSync } from 'node:zlib';
import { DomainError } from '#shared/errors.ts';
import { sha256, uuidV5 } from '#shared/ids.ts';
import { isGzip } from '#shared/pipeline/pack-codec.ts';
import { lenientText } from '#shared/pipeline/read-body.ts';
import { splitAny } from '#shared/pipeline/split-any.ts';
import { admitPush, type Pusher, type TakePorts, takeEvents } from '#shared/pipeline/take-events.ts';
import { REFUSED_AT_THE_DOOR } from '#shared/ports/archive.ts';
import type { CustomerObjects } from '#shared/ports/customer-objects.ts';
import type { ObjectNotice } from '#shared/schema/object-notice.ts';

export type ReadObjectPorts = TakePorts & {
  objects: CustomerObjects;
  sleep(milliseconds: number): Promise<void>;
  /** Milliseconds until the function is ended. */
  timeLeft(): number;
  now(): Date;
};

/** An object unzipped; CloudTrail's are a few MB. It is held in memory two or three times (`infra/functions.ts`). */
const MAX_OBJECT_BYTES = 100_000_000;

/** Events handed over at once: as many as the smallest allowance's burst pays for. */
const CHUNK = 1_000;

/** Time that is kept for telling the failure, out of `timeLeft`. */
const RESERVE_MS = 20_000;

/**
 * Reads one object of a customer's bucket and hands its events over: CloudTrail's `Records`, lines, JSON in any form,
 * plain or gzip. The same object again makes the same packs, which are counted once. An object that its owner does not
 * let us read is a failure of the source, to be seen on its health, and none of ours.
 * @throws DomainError `rate_limited`, `unavailable` when the time is up; the notice then comes again.
 */
export async function readObject(
  ports: ReadObjectPorts,
  notice: ObjectNotice,
): Promise<{ events: number; sidelined: number }> {
  const { tenant_id: tenantId, source_id: sourceId, connector } = notice;
  const pusher: Pusher = { kind: 'source', tenantId, sourceId, connector };
  const tenant = await admitPush(ports, pusher, undefined);
  let text: string;
  try {
    text = lenientText(unzip(await ports.objects.get(notice)));
  } catch (error) {
    if (!(error instanceof DomainError) || error.code === 'unavailable') throw error;
    await ports.archive.fail(tenantId, [unreadable(notice, error.message)]);
    return { events: 0, sidelined: 1 };
  }
  const { events, sidelined } = splitAny(text);
  const seen = new Map<string, number>();
  for (let at = 0; at === 0 || at < events.length; at += CHUNK) {
    const batch = { events: events.slice(at, at + CHUNK), sidelined: at === 0 ? sidelined : [] };
    const receivedAt = new Date(notice.created_at);
    await patiently(
      ports,
      (occurrences) =>
        takeEvents(
          ports,
          tenant,
          { pusher, requestId: notice.request_id, now: ports.now(), receivedAt, seen: occurrences },
          batch,
        ),
      seen,
    );
  }
  return { events: events.length, sidelined: sidelined.length };
}

/** Waits as long as the tenant's allowance or a busy stream asks for, within the function's time. */
async function patiently(
  ports: Pick<ReadObjectPorts, 'sleep' | 'timeLeft'>,
  take: (seen: Map<string, number>) => Promise<void>,
  seen: Map<string, number>,
): Promise<void> {
  for (;;) {
    const attempt = new Map(seen);
    try {
      await take(attempt);
      for (const [text, count] of attempt) seen.set(text, count);
      return;
    } catch (error) {
      const waits = error instanceof DomainError && ['rate_limited', 'unavailable'].includes(error.code);
      if (!waits) throw error;
      const seconds = Number(error.details.retry_after_seconds ?? 2);
      if (ports.timeLeft() - seconds * 1000 < RESERVE_MS) throw error;
      await ports.sleep(seconds * 1000);
    }
  }
}

function unzip(bytes: Uint8Array): Uint8Array {
  if (!isGzip(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_OBJECT_BYTES });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new DomainError('payload_too_large', `larger than ${MAX_OBJECT_BYTES} bytes unzipped`);
    }
    throw new DomainError('invalid_request', 'its gzip is cut off or damaged');
  }
}

function unreadable(notice: ObjectNotice, reason: string) {
  const { bucket, key, source_id, tenant_id, created_at } = notice;
  return {
    failure_id: uuidV5('object', tenant_id, source_id, sha256(`${bucket}/${key}`), created_at),
    source_id,
    received_at: created_at,
    reason: `the object could not be read: ${reason}`,
    parser: REFUSED_AT_THE_DOOR,
    o: 0,
    raw: JSON.stringify({ bucket, key, account: notice.account, region: notice.region }),
  };
}
