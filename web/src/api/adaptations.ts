import type { z } from 'zod';
import type { adaptationAnswer } from '#shared/api/adaptation-answers.ts';
import type { Client } from './client.ts';

export type Adaptation = z.output<typeof adaptationAnswer>;
export type AdaptationList = { version: number; items: Adaptation[] };

/** What a replay looked at and changed. */
export type Replayed = { examined: number; changed: number; skipped: number };

const pathOf = (sourceId: string, rest = '') =>
  `/api/v1/onboarding/datasources/${encodeURIComponent(sourceId)}/adaptations${rest}`;

export function listAdaptations(
  client: Client,
  sourceId: string,
  signal?: AbortSignal,
): Promise<AdaptationList> {
  return client.request(pathOf(sourceId), signal ? { signal } : {});
}

/** Each names the version that was shown, so that nobody decides about what somebody else has decided. */
export function decideAdaptation(
  client: Client,
  sourceId: string,
  { adaptation_id, version }: Adaptation,
  to: 'accept' | 'reject' | 'undo',
  key?: string,
): Promise<Adaptation> {
  return client.request(pathOf(sourceId, `/${encodeURIComponent(adaptation_id)}/${to}`), {
    method: 'POST',
    body: { version, ...(key === undefined ? {} : { key }) },
  });
}

/** Adapts all that was kept since a time, page by page. */
export async function replayAdaptations(client: Client, sourceId: string, from: string): Promise<Replayed> {
  const sum: Replayed = { examined: 0, changed: 0, skipped: 0 };
  // One end for all pages: what arrives meanwhile is adapted already.
  const to = new Date(Date.now() + 60_000).toISOString();
  let cursor: string | null = null;
  do {
    const page: Replayed & { next: string | null } = await client.request(pathOf(sourceId, '/replay'), {
      method: 'POST',
      body: { from, to, ...(cursor === null ? {} : { cursor }) },
    });
    sum.examined += page.examined;
    sum.changed += page.changed;
    sum.skipped += page.skipped;
    cursor = page.next;
  } while (cursor !== null);
  return sum;
}
