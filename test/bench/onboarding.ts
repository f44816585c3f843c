import { setTimeout as sleep } from 'node:timers/promises';
import { passwordSignIn } from '#shared/api/password-sign-in.ts';
import { type LocalFile, readLocalFile } from '../../infra/local/local-file.ts';
import { percentile } from './percentile.ts';

/** How many tenants at once, one after the other; bounded, and on this machine's own cell only. */
const SIZES = (process.env.BENCH_TENANTS ?? '1,50').split(',').map((size) => Math.min(Number(size), 50));
const SOURCES = 15;
const LIMIT_MS = 15 * 60_000;

type Json = Record<string, unknown>;
type Run = { state: string; steps: { state: string; attempts: number; reason: string | null }[] };

/** A request as the operator, for one tenant; overload is waited out as it asks. */
type Ask = (code: string, method: string, path: string, body?: unknown) => Promise<Json | null>;

function asker(facts: LocalFile, token: string): Ask {
  return async (code, method, path, body) => {
    for (;;) {
      const answer = await fetch(`${facts.api}/api/v1/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          'x-tenant-id': code,
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.ok) return (await answer.json()) as Json;
      // An edge that gave up says nothing about whether it took effect: whoever asks looks before asking again.
      if (answer.status === 502 || answer.status === 504 || answer.status === 409) return null;
      if (answer.status !== 429 && answer.status !== 503) {
        throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
      }
      await sleep(1_000 * Number(answer.headers.get('retry-after') ?? 1));
    }
  };
}

const setup = {
  existing_soc: false,
  organization_name: 'Bench',
  contact_email: 'bench@gatehouse.example',
  industry: 'Technology',
  data_residency: 'eu',
  retention_days: 30,
  platforms: ['open_source'],
};

async function connectSources(ask: Ask, code: string): Promise<void> {
  for (let made = 0; made < SOURCES; ) {
    const source = { name: `Source ${made + 1}`, source_type: 'network', connector: 'auto' };
    const created = await ask(code, 'POST', 'sources', source);
    if (created === null) continue;
    await ask(code, 'POST', `sources/${created.source_id}/tokens`, {});
    made++;
  }
}

async function onboard(ask: Ask, code: string, pauseMs: number): Promise<{ ms: number; run: Run }> {
  const started = performance.now();
  await ask(code, 'POST', 'onboarding/tenant/setup', { ...setup, tenant_id: code });
  for (;;) {
    const status = (await ask(code, 'GET', `onboarding/tenant/${code}/status`)) as { run: Run | null } | null;
    const run = status?.run ?? null;
    if (status !== null && run === null) {
      await ask(code, 'POST', 'onboarding/tenant/setup', { ...setup, tenant_id: code });
    }
    if (run !== null && run.state !== 'running') {
      if (run.state === 'done') await connectSources(ask, code);
      return { ms: performance.now() - started, run };
    }
    if (performance.now() - started > LIMIT_MS) throw new Error(`${code} took longer than ${LIMIT_MS} ms`);
    // Many that look often would themselves be the load.
    await sleep(pauseMs * (0.5 + Math.random()));
  }
}

async function vendorCalls(facts: LocalFile): Promise<number> {
  const { calls } = (await (await fetch(`${facts.vendors}/_control/calls`)).json()) as { calls: unknown[] };
  return calls.length;
}

/** `npm run bench:onboarding`, against a running `npm start`: path B with all resources and 15 sources a tenant. */
async function main(): Promise<void> {
  const facts = readLocalFile(process.env.GATEHOUSE_HOME ?? '.gatehouse');
  if (facts === null) throw new Error('No local cell is running: run npm start first.');
  const operator = facts.users.find(({ role }) => role === 'platform_admin');
  if (operator === undefined) throw new Error('the local cell has no platform_admin');
  const ask = asker(facts, await passwordSignIn(facts.auth, operator));
  const stamp = Date.now().toString(36).slice(-6);
  let failures = 0;
  for (const [round, size] of SIZES.entries()) {
    const before = await vendorCalls(facts);
    const started = performance.now();
    const codes = Array.from({ length: size }, (_, i) => `b${round}${stamp}n${String(i).padStart(2, '0')}x`);
    const results = await Promise.all(codes.map((code) => onboard(ask, code, 1_000 + 150 * size)));
    const calls = (await vendorCalls(facts)) - before;
    const failed = results.filter(({ run }) => run.state !== 'done');
    failures += failed.length;
    const report = {
      tenants: size,
      failed: failed.length,
      seconds_together: Math.round((performance.now() - started) / 1_000),
      seconds_each: {
        median:
          (percentile(
            results.map(({ ms }) => ms),
            50,
          ) ?? 0) / 1_000,
        slowest:
          (percentile(
            results.map(({ ms }) => ms),
            100,
          ) ?? 0) / 1_000,
      },
      vendor_calls: { together: calls, each: Math.round(calls / size) },
      steps_each: results[0]?.run.steps.length,
      repeated_steps: results.flatMap(({ run }) => run.steps).filter(({ attempts }) => attempts > 1).length,
      reasons: failed.flatMap(({ run }) => run.steps.flatMap(({ reason }) => reason ?? [])).slice(0, 5),
    };
    console.log(JSON.stringify(report, null, 2));
  }
  if (failures > 0) throw new Error(`${failures} tenants were not onboarded: see the reasons above.`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
