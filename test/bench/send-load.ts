import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCell } from './bench-cell.ts';

type Load = { run: string; rate: number; seconds: number; batch: number };

export type Sent = { accepted: number; retried: number; seconds: number; requestMs: number[] };

/** Connections of all shippers together. */
const MAX_IN_FLIGHT = 32;

/** Sends batches on a fixed beat, as independent shippers would; a refused batch is sent again. */
export async function sendLoad(cell: BenchCell, load: Load): Promise<Sent> {
  const sent: Sent = { accepted: 0, retried: 0, seconds: 0, requestMs: [] };
  const batches = Math.ceil((load.rate * load.seconds) / load.batch);
  const beat = (1000 * load.batch) / load.rate;
  const started = performance.now();
  const pending = new Set<Promise<void>>();
  for (let i = 0; i < batches; i++) {
    const wait = started + i * beat - performance.now();
    if (wait > 0) await sleep(wait);
    while (pending.size >= MAX_IN_FLIGHT) await Promise.race(pending);
    const sending: Promise<void> = sendBatch(cell, load, i, sent).finally(() => pending.delete(sending));
    pending.add(sending);
    if (i % 50 === 0) process.stderr.write(`\r${sent.accepted} events accepted `);
  }
  await Promise.all(pending);
  sent.seconds = (performance.now() - started) / 1000;
  process.stderr.write('\n');
  return sent;
}

async function sendBatch(cell: BenchCell, load: Load, batch: number, sent: Sent): Promise<void> {
  const events = Array.from({ length: load.batch }, (_, i) => benignEvent(load.run, batch * load.batch + i));
  for (let attempt = 0; attempt < 20; attempt++) {
    const started = performance.now();
    const answer = await cell.push(events);
    if (answer.status === 202) {
      sent.requestMs.push(performance.now() - started);
      sent.accepted += answer.accepted;
      return;
    }
    if (answer.status !== 429 && answer.status !== 503)
      throw new Error(`a push was answered ${answer.status}`);
    sent.retried++;
    await sleep(answer.retryAfter * 1000);
  }
  throw new Error('a batch was refused twenty times');
}

/** A mix as an identity provider sends it: logins that succeed, some that fail for many different people, network flows. */
function benignEvent(run: string, n: number): Record<string, unknown> {
  const login = n % 4 !== 0;
  return {
    '@timestamp': new Date().toISOString(),
    event: {
      id: `${run}-${n}`,
      category: login ? 'authentication' : 'network',
      action: login ? 'login' : 'connection',
      outcome: login && n % 20 === 1 ? 'failure' : 'success',
    },
    user: { name: `user-${(n * 7919) % 50_000}` },
    source: { ip: `10.${n % 200}.${(n >> 8) % 250}.${n % 250}`, port: 1024 + (n % 60_000) },
    destination: { ip: '198.51.100.20', port: 443 },
    host: { name: `host-${n % 500}` },
    message: 'session opened by the identity provider for an interactive application with single sign-on',
  };
}
