import { setTimeout as sleep } from 'node:timers/promises';
import { archivedEvents } from '../support/archived-events.ts';
import type { BenchCell } from './bench-cell.ts';

export type Account = { archived: number; distinct: number; counted: number };

/** Waits until the source's count stands at what was accepted (or moves no more), then reads the archive back line by line. */
export async function accountFor(cell: BenchCell, run: string, accepted: number): Promise<Account> {
  let counted = 0;
  for (let still = 0; still < 60 && counted < accepted; still++) {
    const health = await cell.get(`/api/v1/sources/${cell.sourceId}/health`);
    if (Number(health.events) !== counted) still = 0;
    counted = Number(health.events);
    await sleep(500);
  }
  const lines = (await archivedEvents(cell.facts, 'acme')).filter(({ event }) =>
    String(event.attributes['event.id'] ?? '').startsWith(run),
  );
  return {
    archived: lines.length,
    distinct: new Set(lines.map(({ event }) => event.event_id)).size,
    counted,
  };
}
