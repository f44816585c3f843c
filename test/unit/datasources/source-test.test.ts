import { describe, expect, it, test } from 'vitest';
import { prepareSettings } from '#shared/connectors/source-settings.ts';
import { connectorPulls } from '#shared/datasources/connector-pulls.ts';
import { makeProbe } from '#shared/datasources/make-probe.ts';
import { advanceTest, newTest, overdue } from '#shared/datasources/source-test.ts';
import { templates } from '#shared/datasources/templates.ts';
import { alertOfEvent } from '#shared/detect/make-alert.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { PROBE_RULE } from '#shared/schema/probe.ts';
import type { Source } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildSource } from '../../support/builders/source.ts';
import { makeFakePorts } from '../../support/fake-ports.ts';

const acme = tenantIdSchema.parse('acme');
const begun = '2026-11-22T09:00:00.000Z';

async function world(given: Partial<Source> = {}, mode: SourceTest['mode'] = 'send') {
  const fake = makeFakePorts();
  const source = buildSource('acme', { template_id: 'linux', connector: 'linux', ...given });
  fake.state.sources.set(`acme#${source.source_id}`, source);
  const kept: SourceTest[] = [];
  const id = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
  const step = (one: SourceTest) => advanceTest(fake.ports, source, one, async (next) => kept.push(next));
  return { ...fake, source, kept, step, first: await newTest(fake.ports, source, mode, id, fake.state.now) };
}
const stages = ({ stages: all }: SourceTest) =>
  Object.fromEntries(all.map(({ stage, state }) => [stage, state]));

describe('a marked event', () => {
  it('is sent with a token that is revoked at once, and known before it is sent', async () => {
    const { state, step, first, kept } = await world();
    const sent = await step(first);
    expect(stages(sent)).toMatchObject({ sent: 'done', accepted: 'done', normalized: 'pending' });
    const [pushed] = state.proofs.pushed;
    expect(pushed?.raw).toContain(kept[0]?.probe?.marker);
    const [stored] = [...state.tokens.values()];
    expect(stored?.token).toMatchObject({ token_id: kept[0]?.probe?.token_id, revoked_at: begun });
    expect(JSON.stringify([sent, state.audit])).not.toContain(pushed?.token);
    expect(state.audit.map(({ action }) => action)).toEqual(['createSourceToken', 'revokeSourceToken']);
  });

  it('is sent once, however often it is looked for', async () => {
    const { state, step, first } = await world();
    const sent = await step(first);
    await step(await step(sent));
    expect(state.proofs.pushed).toHaveLength(1);
  });

  it('is followed to the archive, the alert and the index, and taken away again', async () => {
    const { state, step, first } = await world();
    const sent = await step(first);
    const { pack_id = '', alert_id = '' } = sent.probe ?? {};
    state.packs.add(pack_id);
    const normalized = await step(sent);
    expect(stages(normalized)).toMatchObject({ normalized: 'done', detected: 'pending' });
    state.alerts.set(`acme#${alert_id}`, buildAlert('acme', { alert_id }));
    const detected = await step(normalized);
    expect(stages(detected)).toMatchObject({ detected: 'done', indexed: 'pending' });
    state.indexed.add(alert_id);
    const ended = await step(detected);
    expect([ended.state, new Set(Object.values(stages(ended)))]).toEqual(['passed', new Set(['done'])]);
    expect([state.alerts.size, state.packs.size]).toEqual([0, 0]);
  });

  it('that was detected before it was archived is waited for, or it would stay there', async () => {
    const { state, step, first } = await world();
    const sent = await step(first);
    const { pack_id = '', alert_id = '' } = sent.probe ?? {};
    state.alerts.set(`acme#${alert_id}`, buildAlert('acme', { alert_id }));
    state.indexed.add(alert_id);
    const seen = await step(sent);
    expect([seen.state, stages(seen).normalized, stages(seen).indexed]).toEqual([
      'running',
      'pending',
      'done',
    ]);
    state.packs.add(pack_id);
    expect((await step(seen)).state).toBe('passed');
    expect([state.alerts.size, state.packs.size]).toEqual([0, 0]);
  });

  it('that is refused ends the test with the endpoint’s words', async () => {
    const { state, step, first } = await world();
    state.proofs.answer = { status: 401, detail: 'No valid token.' };
    const ended = await step(first);
    expect(ended).toMatchObject({ state: 'failed', fix: 'Check that source and tenant are active.' });
    expect(ended.reason).toContain('401: No valid token.');
    expect([...state.tokens.values()][0]?.token.revoked_at).not.toBeNull();
  });

  it('whose time is over fails by the stage that it did not reach, and leaves nothing', async () => {
    const { state, step, first } = await world();
    const sent = await step(first);
    state.packs.add(sent.probe?.pack_id ?? '');
    state.now = new Date('2026-11-22T09:10:00.000Z');
    const ended = await step(sent);
    expect(stages(ended)).toMatchObject({ normalized: 'done', detected: 'failed' });
    expect(ended.fix).toContain('Marked event of a validation');
    expect(state.packs.size).toBe(0);
  });

  it.each(['auto', 'generic', 'github-audit', 'gatehouse-event', 'ecs-json'])(
    'is made for a source without a template that is read by %s',
    async (connector) => {
      const source = buildSource('acme', { connector });
      expect(makeProbe(source, '1a2b3c', new Date(begun)).marker).toBe('gatehouse-validation-1a2b3c');
    },
  );
});

test.each([
  [
    'texts and addresses',
    [
      { from: 'door.badge', to: 'user.name' },
      { from: 'from', to: 'source.ip', as: 'ip' },
    ],
  ],
  ['values', [{ from: 'lvl', to: 'severity', values: { forced: 8 } }]],
  ['a time of seconds', [{ from: 'when', to: 'timestamp', format: 'epoch_s' }]],
  ['a time of its own form', [{ from: 'when', to: 'timestamp', format: "d MMM yyyy 'at' hh:mm:ss.SSS a" }]],
])('the marked event of a source whose mapping requires %s is one that it takes', (_, rows) => {
  const mapping = rows.map((row) => ({ ...row, required: true }));
  const source = buildSource('acme', { connector: 'generic', settings: { mapping } });
  const at = new Date('2026-11-22T13:05:09.250Z');
  const probe = makeProbe(source, '1a2b3c', at);
  const [event] = normalizeEvents(
    acme,
    {
      connector: 'generic',
      received_at: at.toISOString(),
      settings: prepareSettings('generic', source.settings),
    },
    { o: 0, raw: probe.raw },
  );
  expect([event?.event_id, event?.attributes['parse.status']]).toEqual([probe.eventId, 'full']);
  expect(event?.timestamp).toBe(at.toISOString());
});

test.each(templates.map(({ template_id, connector }) => [template_id, connector]))(
  'the marked event of %s is named before it is sent as the pipeline names it',
  (template_id, connector) => {
    const source = buildSource('acme', { template_id, connector });
    const probe = makeProbe(source, '1a2b3c', new Date(begun));
    const received_at = '2026-11-22T09:00:03.000Z';
    const raw = { o: 0, raw: probe.raw };
    const { packs } = normalizePack(
      {
        v: 1,
        pack_id: 'p',
        tenant_id: acme,
        source_id: source.source_id,
        connector,
        received_at,
        events: [raw],
      } as never,
      4,
    );
    expect(packs.map(({ pack }) => pack.pack_id)).toEqual([probe.packId]);
    const event = packs[0]?.pack.events[0];
    if (event === undefined) throw new Error('nothing was read');
    expect(event.event_id).toBe(probe.eventId);
    const rule = { info: { id: PROBE_RULE, title: 't', level: 'informational', tags: [] }, key: 'k' };
    expect(alertOfEvent(acme, rule as never, event, () => []).alert_id).toBe(probe.alertId);
  },
);

describe('an awaited event', () => {
  it('passes by the first event that was read', async () => {
    const { state, step, first, source } = await world({}, 'await');
    expect((await step(first)).state).toBe('running');
    state.health.set(`acme#${source.source_id}`, { events: 3 });
    expect(await step(first)).toMatchObject({ state: 'passed', stages: [{ detail: '3 events' }, {}] });
    expect(state.proofs.pushed).toEqual([]);
  });

  it('fails by one that could not be read, in the parser’s words', async () => {
    const { state, step, first, source } = await world({}, 'await');
    state.health.set(`acme#${source.source_id}`, { failed: 1, last_failure_reason: 'not JSON' });
    const ended = await step(first);
    expect([ended.state, ended.reason]).toEqual(['failed', 'An event came but could not be read: not JSON.']);
  });

  it('has five minutes', async () => {
    const { state, step, first } = await world({}, 'await');
    expect(first.deadline_at).toBe('2026-11-22T09:05:00.000Z');
    state.now = new Date('2026-11-22T09:05:00.001Z');
    expect(await step(first)).toMatchObject({
      state: 'failed',
      reason: 'No event came before the time was over.',
    });
    expect(overdue(new Date('2026-11-22T09:04:00.000Z'), first)).toBe(first);
  });
});

it('of a source that is fetched, the credentials are tried and nothing is sent', async () => {
  const { state, first, source, step } = await world({ template_id: 'okta', connector: 'okta' });
  expect(connectorPulls(source)).toBe(true);
  expect(stages(first)).toEqual({ credentials: 'pending' });
  const ended = await step(first);
  expect(ended).toMatchObject({
    state: 'failed',
    reason: 'There are no credentials for this source: connect it again.',
  });
  expect(state.proofs.pushed).toEqual([]);
});
