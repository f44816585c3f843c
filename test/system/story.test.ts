import { gzipSync } from 'node:zlib';
import { expect, inject, test } from 'vitest';
import type { Alert } from '#shared/schema/alert.ts';
import type { Case, TimelineEntry } from '#shared/schema/case.ts';
import type { SourceHealth } from '#shared/schema/source.ts';
import { archivedEvents } from '../support/archived-events.ts';
import { call, eventually, newSource, push, unique, userToken } from '../support/cell.ts';
import { failedLogins } from '../support/failed-logins.ts';
import { alertOf, alertsOf } from '../support/find-alerts.ts';

const listOf = <T>(json: unknown) => (json as { items: T[] }).items;

test('ten failed logins become one alert with its evidence and one case that an analyst works', async () => {
  const { sourceId, token } = await newSource('acme', unique('vpn'));
  const actor = unique('alice');
  const pushed = await push(token, failedLogins(actor, 10, 5));
  expect(pushed.status).toBe(202);
  expect(pushed.json).toMatchObject({ accepted: 10, rejected: 0, errors: [] });

  const alert = await alertOf('acme', actor);
  expect(await alertsOf('acme', actor)).toHaveLength(1);
  expect(alert).toMatchObject({ tenant_id: 'acme', count: 10, status: 'open', group: { 'actor.id': actor } });
  expect(alert.rule.level).toBe('high');
  expect(alert.evidence).toHaveLength(10);
  expect(alert.evidence.every((event) => event.actor.id === actor && event.tenant_id === 'acme')).toBe(true);

  const analyst = await userToken('acme', 'soc_analyst');
  const path = `/api/v1/alerts/${alert.alert_id}`;
  const caseId = await eventually(
    async () => ((await call({ path, token: analyst })).json as Alert).case_id,
    'the case of the alert',
  );
  const opened = (await call({ path: `/api/v1/cases/${caseId}`, token: analyst })).json as Case;
  expect(opened).toMatchObject({ status: 'open', severity: 'high', alert_ids: [alert.alert_id] });

  const comment = await call({
    method: 'POST',
    path: `/api/v1/cases/${caseId}/comments`,
    token: analyst,
    body: { text: 'Called the user: it was not them.' },
  });
  expect(comment.status).toBe(201);
  const current = (await call({ path: `/api/v1/cases/${caseId}`, token: analyst })).json as Case;
  const worked = await call({
    method: 'PATCH',
    path: `/api/v1/cases/${caseId}`,
    token: analyst,
    body: { status: 'in_progress', version: current.version },
  });
  expect(worked.status).toBe(200);
  const timeline = listOf<TimelineEntry>(
    (await call({ path: `/api/v1/cases/${caseId}/timeline`, token: analyst })).json,
  );
  expect(timeline.map((entry) => entry.kind)).toEqual(['created', 'alert_linked', 'comment', 'updated']);
  expect(timeline.at(-1)?.changes).toEqual({ status: { before: 'open', after: 'in_progress' } });

  const health = await eventually(async () => {
    const answer = await call({ path: `/api/v1/sources/${sourceId}/health`, token: analyst });
    const found = answer.json as SourceHealth;
    return found.events === 10 ? found : null;
  }, 'ten counted events');
  expect(health.failed).toBe(0);
});

test('every accepted event is archived once under its tenant and hour', async () => {
  const { token } = await newSource('globex', unique('archive'));
  const actor = unique('dora');
  await push(token, failedLogins(actor, 7, 1));
  await push(token, failedLogins(actor, 7, 1));
  const events = await eventually(async () => {
    const found = (await archivedEvents(inject('stack'), 'globex')).filter(
      (one) => one.event.actor.id === actor,
    );
    return found.length >= 7 ? found : null;
  }, 'seven archived events');
  expect(events).toHaveLength(7);
  const hour = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  expect(events.every((one) => one.key.startsWith(`globex/${hour.slice(0, 4)}/`))).toBe(true);
});

test('a body is told by its bytes, whatever its headers say', async () => {
  const { token } = await newSource('acme', unique('bytes'));
  const lines = failedLogins(unique('eve'), 3, 1);
  const ndjson = lines.map((line) => JSON.stringify(line)).join('\n');
  const forms: [BodyInit, string][] = [
    [JSON.stringify(lines[0]), 'text/plain'],
    [JSON.stringify(lines, null, 2), 'application/x-www-form-urlencoded'],
    [`${ndjson}\r\n\n`, 'application/json'],
    [gzipSync(ndjson), 'application/json'],
    [gzipSync(JSON.stringify(lines)), 'application/octet-stream'],
  ];
  for (const [raw, type] of forms) {
    const answer = await call({
      method: 'POST',
      path: '/v1/ingest/events',
      token,
      raw,
      headers: { 'content-type': type },
    });
    expect([answer.status, answer.json]).toEqual([
      202,
      expect.objectContaining({ accepted: raw === forms[0]?.[0] ? 1 : 3, rejected: 0 }),
    ]);
  }
  const bad = await call({
    method: 'POST',
    path: '/v1/ingest/events',
    token,
    raw: `${ndjson}\n{"cut": "off`,
  });
  expect(bad.json).toMatchObject({ accepted: 3, rejected: 1, errors: [{ index: 3 }] });
});
