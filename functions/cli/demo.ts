import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ApiClient } from '#shared/api/client.ts';
import { CliError } from './cli-error.ts';
import type { Command } from './command.ts';
import { newSourceToken } from './source-token.ts';

const alertsSchema = z.object({
  items: z.array(
    z.object({
      alert_id: z.string(),
      rule: z.object({ title: z.string(), level: z.string() }),
      status: z.string(),
      count: z.number(),
      first_seen: z.string(),
      last_seen: z.string(),
      group: z.record(z.string(), z.string()),
      case_id: z.string().nullable(),
    }),
  ),
});
const caseSchema = z.object({
  case_id: z.string(),
  title: z.string(),
  status: z.string(),
  severity: z.string(),
  alert_ids: z.array(z.string()),
});
const acceptedSchema = z.object({ accepted: z.number() });
const waitSeconds = 60;

/** Ten failed logins of one user, a second apart, the last of them now. */
export function failedLogins(now: Date, run: string): object[] {
  return Array.from({ length: 10 }, (_, i) => ({
    '@timestamp': new Date(now.getTime() - (9 - i) * 1_000).toISOString(),
    event: { id: `${run}-${i}`, category: 'authentication', action: 'login', outcome: 'failure' },
    user: { name: 'alice' },
    source: { ip: '203.0.113.7' },
    host: { name: 'vpn-1' },
  }));
}

async function push(api: string, token: string, events: object[]): Promise<number> {
  const answer = await fetch(new URL('/v1/ingest/events', api), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-ndjson' },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });
  const parsed = acceptedSchema.safeParse(await answer.json().catch(() => null));
  if (answer.status !== 202 || !parsed.success) {
    throw new CliError(
      `The events were answered with ${answer.status} instead of 202: read .gatehouse/logs/emulator.log.`,
    );
  }
  return parsed.data.accepted;
}

async function waitForAlert(call: ApiClient, tenant: string) {
  const deadline = Date.now() + waitSeconds * 1_000;
  while (Date.now() < deadline) {
    const { items } = alertsSchema.parse(await call({ method: 'GET', path: '/api/v1/alerts', tenant }));
    const found = items.find((one) => one.case_id !== null);
    if (found?.case_id) return { ...found, case_id: found.case_id };
    await sleep(250);
  }
  throw new CliError(`No alert with a case came within ${waitSeconds} s: read .gatehouse/logs/emulator.log.`);
}

export const demo: Command = {
  name: 'demo',
  summary: 'Tell the story on the terminal: a new tenant, ten failed logins, one alert, one case',
  usage: 'gatehouse demo',
  options: [],
  required: [],
  async run(cell, _values, print) {
    const call = await cell.connect();
    const run = Date.now().toString(36);
    const tenant = `demo-${run}`;
    const body = {
      customer_code: tenant,
      organization_name: `Demo ${run}`,
      contact_email: `security@${tenant}.example`,
      industry: 'Technology',
      data_residency: 'any',
      retention_days: 7,
    };
    await call({ method: 'POST', path: '/api/v1/tenants', body });
    print(`1. A tenant was created: ${tenant}`);
    const token = await newSourceToken(call, tenant);
    print(`2. Its source "cli" got an ingest token: ${token.slice(0, 8)}…`);
    const accepted = await push(cell.api, token, failedLogins(new Date(), run));
    if (accepted !== 10)
      throw new CliError(`Ten events were sent, but ${accepted} accepted: see npx gatehouse help.`);
    const sentAt = Date.now();
    print('3. Ten failed logins of "alice" were accepted; waiting for detection …');
    const alert = await waitForAlert(call, tenant);
    print(
      `4. An alert after ${((Date.now() - sentAt) / 1000).toFixed(1)} s: ${alert.rule.title} (${alert.rule.level})`,
    );
    print(`     id ${alert.alert_id}`);
    print(
      `     group ${JSON.stringify(alert.group)}, count ${alert.count}, ${alert.first_seen} to ${alert.last_seen}`,
    );
    const opened = caseSchema.parse(
      await call({ method: 'GET', path: `/api/v1/cases/${alert.case_id}`, tenant }),
    );
    if (!opened.alert_ids.includes(alert.alert_id)) {
      throw new CliError(`The case ${opened.case_id} is there, but the alert is not linked to it.`);
    }
    print(
      `5. A case was opened and the alert linked: ${opened.title} (${opened.severity}, ${opened.status})`,
    );
    print(`     id ${opened.case_id}`);
  },
};
