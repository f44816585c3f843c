import { readLocalFile } from '../../infra/local/local-file.ts';
import { accountFor } from './account-for.ts';
import { BenchCell } from './bench-cell.ts';
import { lambdaMilliseconds } from './lambda-milliseconds.ts';
import { percentile } from './percentile.ts';
import { sendLoad } from './send-load.ts';
import { watchProbes } from './watch-probes.ts';

/** Bounded in count and time, and sent to this machine's own cell only. */
const RATE = Number(process.env.BENCH_RATE ?? 1_000);
const SECONDS = Math.min(Number(process.env.BENCH_SECONDS ?? 60), 300);
const BATCH = 200;

/**
 * `npm run bench:pipeline`, against a running `npm start`: pushes RATE events/s for SECONDS through HTTP, with a probe
 * of ten failed logins every two seconds, and accounts for every event at the end.
 */
async function main(): Promise<void> {
  const facts = readLocalFile(process.env.GATEHOUSE_HOME ?? '.gatehouse');
  if (facts === null) throw new Error('No local cell is running: run npm start first.');
  const run = `bench-${Date.now().toString(36)}`;
  const cell = await BenchCell.open(facts, run);
  console.log(`${RATE} events/s for ${SECONDS} s in batches of ${BATCH}, run ${run}`);
  const started = new Date();
  const probes = watchProbes(cell, run, SECONDS);
  const sent = await sendLoad(cell, { run, rate: RATE, seconds: SECONDS, batch: BATCH });
  const latencies = await probes;
  const account = await accountFor(cell, run, sent.accepted + latencies.events);
  const lambda = await lambdaMilliseconds(facts, started, sent.accepted + latencies.events);
  const accepted = sent.accepted + latencies.events;
  const report = {
    sent_per_second: Math.round(sent.accepted / sent.seconds),
    seconds: Math.round(sent.seconds),
    accepted,
    archived: account.archived,
    counted: account.counted,
    lost: accepted - account.distinct,
    doubled: account.archived - account.distinct,
    refused_and_sent_again: sent.retried,
    push_ms: { median: percentile(sent.requestMs, 50), p95: percentile(sent.requestMs, 95) },
    accepted_to_visible_ms: {
      probes: latencies.ms.length,
      missing: latencies.missing,
      median: percentile(latencies.ms, 50),
      p95: percentile(latencies.ms, 95),
    },
    lambda_ms_per_1000_events: lambda,
  };
  console.log(JSON.stringify(report, null, 2));
  const whole =
    report.lost === 0 && report.doubled === 0 && account.counted === accepted && latencies.missing === 0;
  if (!whole) throw new Error('Not every event is accounted for: see the report above.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
