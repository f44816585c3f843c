import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCell } from './bench-cell.ts';

export type Probes = { ms: number[]; missing: number; events: number };

const EVERY_MS = 2_000;
const GIVE_UP_MS = 60_000;

/** While the load runs: every two seconds ten failed logins of somebody new, timed from their 202 to their alert in the list. */
export async function watchProbes(cell: BenchCell, run: string, seconds: number): Promise<Probes> {
  const probes: Probes = { ms: [], missing: 0, events: 0 };
  const pending: Promise<void>[] = [];
  const count = Math.floor((seconds * 1000) / EVERY_MS);
  for (let i = 0; i < count; i++) {
    await sleep(EVERY_MS);
    pending.push(probe(cell, `${run}-probe${i}`, probes));
  }
  await Promise.all(pending);
  return probes;
}

async function probe(cell: BenchCell, actor: string, probes: Probes): Promise<void> {
  const now = Date.now();
  const events = Array.from({ length: 10 }, (_, i) => ({
    '@timestamp': new Date(now - (10 - i) * 1000).toISOString(),
    event: { id: `${actor}-${i}`, category: 'authentication', action: 'login', outcome: 'failure' },
    user: { name: actor },
    source: { ip: '203.0.113.7' },
  }));
  let answer = await cell.push(events);
  while (answer.status === 429 || answer.status === 503) {
    await sleep(answer.retryAfter * 1000);
    answer = await cell.push(events);
  }
  probes.events += answer.accepted;
  const accepted = performance.now();
  while (performance.now() - accepted < GIVE_UP_MS) {
    const list = (await cell.get(`/api/v1/alerts?q=${actor}`)) as {
      items: { group: Record<string, string> }[];
    };
    if (list.items.some((alert) => alert.group['actor.id'] === actor)) {
      probes.ms.push(performance.now() - accepted);
      return;
    }
    await sleep(200);
  }
  probes.missing++;
}
