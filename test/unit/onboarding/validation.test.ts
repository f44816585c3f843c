import { describe, expect, it } from 'vitest';
import { PROBE_RULE } from '#shared/schema/probe.ts';
import { stepTest, stepValidation } from '#shared/tenants/validation/step.ts';
import { newValidation, shownValidation } from '#shared/tenants/validation/validate.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';
import { acme, red, ruleset, validationWorld } from '../../support/validation-world.ts';

describe('the suite', () => {
  it('is green where everything works, with evidence of each of its six checks', async () => {
    const validation = await validationWorld().validate();
    expect(red(validation)).toEqual([]);
    expect(validation.state).toBe('passed');
    expect(validation.checks.map(({ check }) => check)).toEqual([
      'tenant',
      'siem',
      'connectors',
      'rules',
      'ingestion',
      'playbooks',
    ]);
    for (const { evidence } of validation.checks) expect(evidence).not.toEqual([]);
  });

  it('shows its checks one after the other', async () => {
    const { suite, state, ports } = validationWorld();
    const begun = newValidation(acme, { id: 'v', by: 'a', only: null, last: null, now: state.now });
    await ports.proofs.beginValidation(acme, begun, state.now.toISOString());
    const seen: string[] = [];
    while (!(await stepValidation(suite, acme, 'v')).done) {
      const { checks = [] } = (await ports.proofs.validation(acme)) ?? {};
      const running = checks.filter((one) => one.state === 'running').map(({ check }) => check);
      expect(running.length).toBeLessThan(2);
      if (running[0] !== undefined && seen.at(-1) !== running[0]) seen.push(running[0]);
    }
    expect(seen).toEqual(['tenant', 'siem', 'connectors', 'rules', 'ingestion', 'playbooks']);
  });

  it('leaves nothing of its marked events behind', async () => {
    const { state, validate } = validationWorld();
    await validate();
    expect([
      state.packs.size,
      [...state.alerts.keys()].filter((one) => one.includes('acme#')).length,
    ]).toEqual([0, [...makeTwoTenants().state.alerts.keys()].filter((one) => one.includes('acme#')).length]);
  });

  it('runs one check alone, and keeps what was found of the others', async () => {
    const { state, validate } = validationWorld();
    state.rulesOff.set('acme', new Set(['b8f14e2f-2fbf-46d4-826a-563fd0cc0a69']));
    expect(red(await validate())).toHaveLength(1);
    state.rulesOff.clear();
    const alone = await validate('tenant');
    expect([alone.state, red(alone).map(([check]) => check)]).toEqual(['failed', ['rules']]);
    expect((await validate('rules')).state).toBe('passed');
  });

  it('is not begun twice at once, and begins again after the time of one that broke off', async () => {
    const { state, ports } = validationWorld();
    const at = (id: string) => newValidation(acme, { id, by: 'a', only: null, last: null, now: state.now });
    const begin = (id: string) => ports.proofs.beginValidation(acme, at(id), state.now.toISOString());
    await begin('v-1');
    await expect(begin('v-2')).rejects.toMatchObject({ code: 'conflict' });
    state.now = new Date(state.now.getTime() + 601_000);
    await begin('v-2');
  });

  it('that broke off stands as failed once its time is over', () => {
    const now = new Date('2026-11-22T09:00:00.000Z');
    const begun = newValidation(acme, { id: 'v', by: 'a', only: null, last: null, now });
    const checks = begun.checks.map((one, i) => (i === 0 ? { ...one, state: 'running' as const } : one));
    const later = new Date('2026-11-22T09:11:00.000Z');
    expect(shownValidation({ ...begun, checks }, now).state).toBe('running');
    const shown = shownValidation({ ...begun, checks }, later);
    expect([shown.state, shown.checks[0]?.reason]).toEqual(['failed', 'The validation broke off.']);
  });
});

describe('exactly one check is red', () => {
  it('when the token of a source was revoked', async () => {
    const { state, token, validate } = validationWorld();
    for (const stored of state.tokens.values())
      if (stored.token.token_id === token.token_id)
        stored.token = { ...stored.token, revoked_at: state.now.toISOString() };
    expect(red(await validate())).toEqual([
      ['connectors', 'Edge: its token was revoked: it can push nothing'],
    ]);
  });

  it('when a rule is off', async () => {
    const { state, validate } = validationWorld();
    state.rulesOff.set('acme', new Set(['b8f14e2f-2fbf-46d4-826a-563fd0cc0a69']));
    expect(red(await validate())).toEqual([['rules', 'Switched off: “GuardDuty switched off”.']]);
  });

  it('when an index is missing', async () => {
    const { state, validate } = validationWorld();
    state.ensured.length = 0;
    const [only, ...others] = red(await validate());
    expect([only?.[0], others]).toEqual(['siem', []]);
    expect(only?.[1]).toContain('lacks: alert template');
  });

  it('when a resource of another system is gone, but not for those that other checks look at', async () => {
    const { validate, find } = validationWorld();
    const line = (step: string, title: string) => ({ step, title, state: 'gone', reason: '' });
    find([line('graylog-stream', 'Graylog stream'), line('gatehouse-source', 'First source')]);
    expect(red(await validate())).toEqual([['siem', 'Not as it was set up: Graylog stream (gone).']]);
  });

  it('when a poller is stuck, and when nothing was ever fetched', async () => {
    const { state, source, validate } = validationWorld({
      template_id: 'okta',
      connector: 'okta',
      form: { org_url: 'https://acme.okta.com' },
    });
    expect(red(await validate())).toEqual([['connectors', 'Edge: nothing was ever fetched from it']]);
    const poller = (at: Date) => ({
      cursor_at: null,
      last_run_at: at.toISOString(),
      next_run_at: null,
      paused: false,
      last_error: null,
      not_covered: [],
    });
    state.pollers.set(`acme#${source.source_id}`, poller(state.now));
    expect(red(await validate())).toEqual([]);
    state.pollers.set(`acme#${source.source_id}`, poller(new Date(state.now.getTime() - 7_200_000)));
    const [only, ...others] = red(await validate());
    expect([only?.[0], others]).toEqual(['connectors', []]);
    expect(only?.[1]).toContain('the poller is stuck');
  });

  it('when nothing was ever fetched from a source', async () => {
    const { validate } = validationWorld({ template_id: 'crowdstrike', connector: 'crowdstrike' });
    const [only, ...others] = red(await validate());
    expect([only?.[0], others]).toEqual(['connectors', []]);
    expect(only?.[1]).toContain('nothing was ever fetched from it');
  });

  it('when a playbook is broken or gone', async () => {
    const { state, validate } = validationWorld();
    state.proofs.dryRuns.set('purge-tenant', 'FAILED');
    state.proofs.dryRuns.set('onboard-tenant', null);
    expect(red(await validate())).toEqual([
      ['playbooks', 'A dry run did not succeed: onboard-tenant (not found), purge-tenant (FAILED).'],
    ]);
  });

  it('when marked events do not reach detection, with what was seen of them', async () => {
    const { arrives, validate } = validationWorld();
    Object.assign(arrives, { alert: false, index: false });
    const [only, ...others] = red(await validate());
    expect([only?.[0], others]).toEqual(['ingestion', []]);
    expect(only?.[1]).toBe('Edge: The event was read and kept, but no alert was raised on it in time.');
  });

  it('when the tenant is suspended, or at home elsewhere', async () => {
    const { state, validate } = validationWorld();
    const tenant = state.tenants.get('acme') ?? expect.fail('no tenant');
    state.tenants.set('acme', { ...tenant, status: 'suspended' });
    expect(red(await validate())).toEqual([['tenant', 'The tenant is suspended, not active.']]);
    state.tenants.set('acme', { ...tenant, data_residency: 'jp' });
    expect(red(await validate())[0]?.[1]).toContain('may live in jp only');
  });
});

it('without any source, connectors and ingestion are red and say so', async () => {
  const { state, validate } = validationWorld();
  state.sources.clear();
  expect(red(await validate())).toEqual([
    ['connectors', 'No data source is connected.'],
    ['ingestion', 'No data source is connected.'],
  ]);
});

describe('a step', () => {
  it('of a test or validation that another one replaced is over and writes nothing', async () => {
    const { suite } = validationWorld();
    expect(await stepTest(suite.ports, acme, 'source-1', 'none')).toEqual({ done: true, wait_seconds: 0 });
    expect(await stepValidation(suite, acme, 'none')).toEqual({ done: true, wait_seconds: 0 });
  });
});

it('the rule that sees marked events is part of the ruleset, informational, and so opens no case', () => {
  const rule = ruleset.detections.find(({ info }) => info.id === PROBE_RULE);
  expect([rule?.info.level, rule?.alerts]).toEqual(['informational', true]);
});
