import { beforeEach, describe, expect, it } from 'vitest';
import { compileRuleset } from '#shared/detect/compile-ruleset.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Ports } from '#shared/ports/ports.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildCase } from '../../support/builders/case.ts';
import { buildSource } from '../../support/builders/source.ts';
import type { FakeState } from '../../support/fake-ports.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const acme = tenantIdSchema.parse('acme');
const beta = tenantIdSchema.parse('beta');
const RULE = '11111111-1111-4111-8111-111111111111';
const rule = `
title: Password spraying
id: ${RULE}
status: test
level: high
tags: [attack.credential-access, attack.t1110.003]
logsource: { product: okta }
detection: { selection: { source.ip: 203.0.113.7 }, condition: selection }
`;
const admin = buildClaims('tenant_admin');
const stranger = buildClaims('tenant_admin', 'beta');

let ports: Ports;
let state: FakeState;
beforeEach(() => {
  ({ ports, state } = makeTwoTenants());
  state.ruleset = compileRuleset([{ path: 'r.yml', text: rule }], { target: 'file' }).ruleset;
  state.kinds.set('acme', [
    {
      source_id: 'source-1',
      logsource: { product: ['okta'], category: [], service: [] },
      fields: ['source.ip'],
      last_seen_at: state.now.toISOString(),
    },
  ]);
});
const coverage = (as: object) => callApi(ports, 'GET /api/v1/onboarding/mitre/coverage', { as: { ...as } });
const stateOf = (body: { techniques: { id: string; state: string }[] }) =>
  body.techniques.find(({ id }) => id === 'T1110.003')?.state;

describe('the rules of a tenant', () => {
  it('are all on until somebody switches one off, for that tenant only, and audited', async () => {
    const off = await callApi(ports, `PATCH /api/v1/rules/${RULE}`, { as: admin, body: { enabled: false } });
    expect([off.status, off.body]).toEqual([200, { rule_id: RULE, enabled: false }]);
    const list = async (as: object) =>
      (await callApi(ports, 'GET /api/v1/rules', { as: { ...as } })).body.items;
    expect(await list(admin)).toEqual([
      {
        rule_id: RULE,
        title: 'Password spraying',
        level: 'high',
        tags: ['attack.credential-access', 'attack.t1110.003'],
        kind: 'detection',
        enabled: false,
      },
    ]);
    expect((await list(stranger))[0].enabled).toBe(true);
    expect(state.audit.at(-1)).toMatchObject({
      tenant_id: acme,
      action: 'switchRule',
      before: { enabled: true },
      after: { enabled: false },
    });
  });

  it('stay as they are when one is switched to what it is', async () => {
    const before = state.audit.length;
    const on = await callApi(ports, `PATCH /api/v1/rules/${RULE}`, { as: admin, body: { enabled: true } });
    expect([on.status, state.audit.length]).toEqual([200, before]);
  });

  it('do not include unknown ones: 404', async () => {
    const answer = await callApi(ports, 'PATCH /api/v1/rules/none', { as: admin, body: { enabled: false } });
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
  });
});

describe('coverage and gaps', () => {
  it('are computed from what arrives for the tenant, and for nobody else', async () => {
    const mine = await coverage(admin);
    expect(mine.status).toBe(200);
    expect(mine.body).toMatchObject({ attack_version: '18.1', computed_at: state.now.toISOString() });
    expect(stateOf(mine.body)).toBe('covered');
    expect(mine.body.tactics).toHaveLength(14);
    expect(stateOf((await coverage(stranger)).body)).toBe('uncovered');
  });

  it('follow the switching of a rule', async () => {
    await callApi(ports, `PATCH /api/v1/rules/${RULE}`, { as: admin, body: { enabled: false } });
    expect(stateOf((await coverage(admin)).body)).toBe('uncovered');
    const gaps = await callApi(ports, 'GET /api/v1/onboarding/mitre/gaps', { as: admin });
    expect(gaps.body.gaps[0]).toEqual({
      action: { do: 'switch_on_rules', rules: [{ id: RULE, title: 'Password spraying' }] },
      gain: 1,
      techniques: [{ id: 'T1110.003', name: 'Password Spraying' }],
    });
  });

  it('are exported for the Navigator and as CSV', async () => {
    const layer = await callApi(ports, 'GET /api/v1/onboarding/mitre/coverage/navigator', { as: admin });
    expect(layer.body).toMatchObject({ domain: 'enterprise-attack', versions: { layer: '4.5' } });
    const csv = await callApi(ports, 'GET /api/v1/onboarding/mitre/coverage.csv', { as: admin });
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = csv.text.split('\r\n');
    expect(lines[0]).toBe('attack_version,technique,name,tactics,state,reasons,rules,working_rules');
    expect(lines).toContain(
      '18.1,T1110.003,Password Spraying,credential-access,covered,,Password spraying,1',
    );
  });
});

describe('the reports', () => {
  beforeEach(() => {
    for (const map of [state.alerts, state.cases, state.sources]) map.clear();
    const at = (minutes: number) => new Date(state.now.getTime() - minutes * 60_000).toISOString();
    const alert = buildAlert('acme', { created_at: at(10), last_seen: at(11) });
    state.alerts.set(`acme#${alert.alert_id}`, alert);
    const old = buildAlert('acme', { created_at: '2026-01-01T00:00:00.000Z' });
    state.alerts.set(`acme#${old.alert_id}`, old);
    const closed = buildCase('acme', { created_at: at(180), closed_at: at(60), status: 'closed' });
    const open = buildCase('acme', { created_at: at(30), closed_at: null });
    for (const item of [closed, open]) state.cases.set(`acme#${item.case_id}`, item);
    const source = buildSource('acme', { name: '=cmd|calc' });
    state.sources.set(`acme#${source.source_id}`, source);
    const hour = `${state.now.toISOString().slice(0, 13)}:00:00.000Z`;
    for (const key of state.sources.keys()) state.hours.set(key, [{ hour, events: 12, failed: 1 }]);
  });

  it('tell how long alerts and cases took, within the period', async () => {
    const { status, body } = await callApi(ports, 'GET /api/v1/onboarding/reports/lifecycle', { as: admin });
    expect(status).toBe(200);
    expect(body.alerts).toMatchObject({ total: 1, seconds_to_detect: { median: 60, p95: 60 } });
    expect(body.cases).toMatchObject({
      opened: 2,
      closed: 1,
      open_now: 1,
      hours_to_close: { median: 2, p95: 2 },
    });
    expect(body.truncated).toBe(false);
    const other = await callApi(ports, 'GET /api/v1/onboarding/reports/lifecycle', { as: stranger });
    expect(other.body.alerts.total).toBe(0);
    expect(other.body.cases.hours_to_close).toBeNull();
  });

  it('tell what every source sent by day', async () => {
    const { body } = await callApi(ports, 'GET /api/v1/onboarding/reports/ingestion', { as: admin });
    expect(body.total).toEqual({ events: 12, failed: 1 });
    expect(body.sources[0].days).toEqual([
      { day: state.now.toISOString().slice(0, 10), events: 12, failed: 1 },
    ]);
    expect(beta).not.toBe(acme);
    const other = await callApi(ports, 'GET /api/v1/onboarding/reports/ingestion', { as: stranger });
    expect(other.body.sources).toEqual([]);
  });

  it('come as CSV, in which no name is a formula', async () => {
    const csv = await callApi(ports, 'GET /api/v1/onboarding/reports/ingestion.csv', { as: admin });
    expect(csv.text).toContain(",'=cmd|calc,");
    const lifecycle = await callApi(ports, 'GET /api/v1/onboarding/reports/lifecycle.csv', { as: admin });
    expect(lifecycle.text).toContain('alerts.seconds_to_detect.median,60');
  });

  it('look back as many days as asked, at most 35', async () => {
    const { body } = await callApi(ports, 'GET /api/v1/onboarding/reports/lifecycle', {
      as: admin,
      query: { days: ['1'] },
    });
    expect(body.period).toMatchObject({ days: 1 });
    const far = await callApi(ports, 'GET /api/v1/onboarding/reports/lifecycle', {
      as: admin,
      query: { days: ['36'] },
    });
    expect(far.status).toBe(400);
  });
});
