import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCell } from './bench-cell.ts';

export type Probes = { ms: number[]; missing: number; events: number };

const EVERY_MS = 2_000;
const LOOK_MS = 250;
const GIVE_UP_MS = 60_000;

type Alerts = { items: { group: Record<string, string> }[] };

/**
 * While the load runs: every two seconds ten failed logins of somebody new, timed from their 202 to their alert in the
 * list. One look at the newest alerts serves all probes that wait, as an open console would.
 */
export async function watchProbes(cell: BenchCell, run: string, seconds: number): Promise<Probes> {
  const probes: Probes = { ms: [], missing: 0, events: 0 };
  const waiting = new Map<string, number>();
  const sent = sendProbes(cell, run, Math.floor((seconds * 1000) / EVERY_MS), probes, waiting);
  let done = false;
  sent.finally(() => {
    done = true;
  });
  while (!done || waiting.size > 0) {
    await sleep(LOOK_MS);
    if (waiting.size > 0) await look(cell, probes, waiting);
  }
  await sent;
  return probes;
}

async function sendProbes(
  cell: BenchCell,
  run: string,
  count: number,
  probes: Probes,
  waiting: Map<string, number>,
): Promise<void> {
  for (let i = 0; i < count; i++) {
    await sleep(EVERY_MS);
    const actor = `${run}-probe${i}`;
    const now = Date.now();
    const events = Array.from({ length: 10 }, (_, n) => ({
      '@timestamp': new Date(now - (10 - n) * 1000).toISOString(),
      event: { id: `${actor}-${n}`, category: 'authentication', action: 'login', outcome: 'failure' },
      user: { name: actor },
      source: { ip: '203.0.113.7' },
    }));
    let answer = await cell.push(events);
    while (answer.status === 429 || answer.status === 503) {
      await sleep(answer.retryAfter * 1000);
      answer = await cell.push(events);
    }
    probes.events += answer.accepted;
    waiting.set(actor, performance.now());
  }
}

async function look(cell: BenchCell, probes: Probes, waiting: Map<string, number>): Promise<void> {
  const { items } = (await cell.get('/api/v1/alerts?limit=100')) as Alerts;
  const seen = performance.now();
  const actors = new Set(items.map((alert) => alert.group['actor.id']));
  for (const [actor, accepted] of waiting) {
    if (actors.has(actor)) probes.ms.push(seen - accepted);
    else if (seen - accepted > GIVE_UP_MS) probes.missing++;
    else continue;
    waiting.delete(actor);
  }
}
