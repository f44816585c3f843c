import { describe, expect, it, test } from 'vitest';
import { adaptationId } from '#shared/datasources/adaptations/items.ts';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { Sighting } from '#shared/schema/adaptation.ts';
import { callApi } from '../../support/api-caller.ts';
import { buildClaims } from '../../support/builders/caller.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { buildDecision, buildSighting } from '../../support/builders/sighting.ts';
import { buildSource } from '../../support/builders/source.ts';
import { makeTwoTenants } from '../../support/two-tenants.ts';

const acme = tenantIdSchema.parse('acme');
const id = adaptationId('github-audit', 'actor_address');

async function world(...sightings: Partial<Sighting>[]) {
  const fake = makeTwoTenants();
  const source = buildSource('acme', { source_id: 'gh', connector: 'github-audit' });
  fake.state.sources.set('acme#gh', source);
  const all = sightings.length === 0 ? [{}] : sightings;
  await fake.ports.fields.note(
    acme,
    all.map((given) => buildSighting({ source_id: 'gh', ...given })),
  );
  fake.state.kinds.set('acme', [
    {
      source_id: 'gh',
      logsource: { product: ['github'], category: [], service: [] },
      fields: ['action', 'actor', 'actor_ip', 'event.action', 'source.ip', 'user.name'],
      last_seen_at: '2026-11-22T10:00:00.000Z',
    },
  ]);
  const base = '/api/v1/onboarding/datasources/gh';
  const as = (role: Parameters<typeof buildClaims>[0] = 'tenant_admin') => buildClaims(role);
  const call = (where: string, body?: object, claims = as()) => {
    const [method, path] = where.split(' ');
    return callApi(fake.ports, `${method} ${base}/${path}`, { as: claims, body });
  };
  const decide = (verb: string, version: number, more: object = {}) =>
    call(`POST adaptations/${id}/${verb}`, { version, ...more });
  const item = async () => (await call('GET adaptations')).body.items[0];
  return { ...fake, call, decide, item };
}

describe('the adaptations of a source', () => {
  it('are listed with what is proposed and why, and stand in its health until somebody decides', async () => {
    const { call, decide } = await world();
    const { status, body } = await call('GET adaptations');
    expect([status, body.version]).toEqual([200, 0]);
    expect(body.items).toEqual([
      {
        adaptation_id: id,
        connector: 'github-audit',
        field: 'actor_address',
        renamed_from: 'actor_ip',
        samples: ['203.0.113.7'],
        count: 3,
        first_seen: '2026-11-22T10:00:00.000Z',
        last_seen: '2026-11-22T11:00:00.000Z',
        proposed_key: 'source.ip',
        confidence: 0.95,
        reason: expect.stringContaining('renamed'),
        state: 'proposed',
        key: null,
        version: 0,
        decided_by: null,
        decided_at: null,
      },
    ]);
    const unknown = [{ field: 'actor_address', count: 3, sample: '203.0.113.7' }];
    expect((await call('GET health')).body.unknown_fields).toEqual(unknown);
    await decide('accept', 0);
    expect((await call('GET health')).body.unknown_fields).toEqual([]);
  });

  it('hold no field that the tenant’s own mapping reads', async () => {
    const { state, call } = await world(
      { connector: 'generic', field: 'cli' },
      { connector: 'generic', field: 'x' },
    );
    const source = buildSource('acme', {
      source_id: 'gh',
      connector: 'generic',
      settings: { mapping: [{ from: 'cli', to: 'source.ip' }] },
    });
    state.sources.set('acme#gh', source);
    const { body } = await call('GET adaptations');
    expect(body.items.map(({ field }: { field: string }) => field)).toEqual(['x']);
  });

  it('stay listed after their field stopped coming', async () => {
    const { state, decide, item } = await world();
    await decide('accept', 0);
    state.fields.clear();
    expect(await item()).toMatchObject({ state: 'accepted', key: 'source.ip', count: 0, last_seen: null });
  });
});

describe('a decision', () => {
  it('to accept is kept with the source, as a version, and audited', async () => {
    const { state, decide } = await world();
    const { status, body } = await decide('accept', 0);
    expect([status, body.state, body.key, body.version, body.renamed_from]).toEqual([
      200,
      'accepted',
      'source.ip',
      1,
      'actor_ip',
    ]);
    expect(body.decided_by).toContain('@');
    expect(state.sources.get('acme#gh')?.adaptations).toMatchObject({
      version: 1,
      decisions: [{ field: 'actor_address', key: 'source.ip', renamed_from: 'actor_ip', state: 'accepted' }],
    });
    expect(state.audit.at(-1)).toMatchObject({
      action: 'acceptAdaptation',
      target: 'source/gh',
      before: { field: 'actor_address', state: 'proposed', key: null },
      after: { field: 'actor_address', state: 'accepted', key: 'source.ip', version: 1 },
    });
  });

  it('may name another key, and change its mind; each is a version', async () => {
    const { decide, item, call } = await world();
    expect((await decide('accept', 0, { key: 'source.nat.ip' })).body).toMatchObject({
      key: 'source.nat.ip',
      version: 1,
    });
    expect((await decide('accept', 1, { key: 'labels.caller' })).body).toMatchObject({
      key: 'labels.caller',
      version: 2,
    });
    expect((await decide('undo', 2)).body).toMatchObject({ state: 'proposed', key: null, version: 3 });
    expect((await decide('reject', 3)).body).toMatchObject({ state: 'rejected', version: 4 });
    expect((await decide('undo', 4)).body).toMatchObject({ state: 'proposed', version: 5 });
    expect(await item()).toMatchObject({ renamed_from: 'actor_ip', proposed_key: 'source.ip', version: 5 });
    expect((await call('GET adaptations')).body.version).toBe(5);
  });

  test.each([
    ['a word that is no key', 'sauce.ip', 'did you mean source.ip?'],
    ['the event’s name', 'event.id', 'names the event'],
    ['what its values cannot be', 'source.port', 'can’t hold'],
    ['another type', 'file.hash.sha256', 'can’t hold'],
    ['a hostile name', '__proto__', 'is no key'],
    ['the severity', 'severity', 'is no key'],
  ])('for %s is refused and says so', async (_, key, said) => {
    const { state, decide } = await world();
    const { status, body } = await decide('accept', 0, { key });
    expect([status, body.code]).toEqual([400, 'invalid_request']);
    expect(body.detail.replaceAll("'", '’')).toContain(said);
    expect(state.audit).toEqual([]);
  });

  it('without a key where nothing is proposed is refused', async () => {
    const { call } = await world({ field: 'foo', samples: ['bar'], beside: [] });
    const where = `POST adaptations/${adaptationId('github-audit', 'foo')}/accept`;
    expect((await call(where, { version: 0 })).body.detail).toContain('say the key');
  });

  it('of two at once is one; the other is told who was first', async () => {
    const { state, decide } = await world();
    await decide('reject', 0);
    const late = await decide('accept', 0);
    expect([late.status, late.body.code, late.body.details]).toEqual([
      409,
      'version_conflict',
      { current_version: 1 },
    ]);
    expect(late.body.detail).toContain('it is rejected');
    expect(state.audit).toHaveLength(1);
  });

  it('about one field goes through while others decide about others', async () => {
    const { ports, state, decide } = await world();
    const { update } = ports.sources;
    let times = 0;
    ports.sources = {
      ...ports.sources,
      update: async (...of) => {
        if (times++ < 2) {
          const now = state.sources.get('acme#gh');
          if (now !== undefined)
            state.sources.set('acme#gh', { ...now, name: `Other ${times}`, version: now.version + 1 });
        }
        return update(...of);
      },
    };
    expect((await decide('accept', 0)).status).toBe(200);
    expect(state.sources.get('acme#gh')).toMatchObject({ name: 'Other 2', adaptations: { version: 1 } });
    ports.sources = {
      ...ports.sources,
      update: () => Promise.reject(new DomainError('version_conflict', 'The source was changed.')),
    };
    expect((await decide('undo', 1)).status).toBe(409);
  });

  it('that changes nothing is a conflict', async () => {
    const { decide } = await world();
    expect((await decide('undo', 0)).status).toBe(409);
    await decide('accept', 0);
    expect((await decide('accept', 1)).status).toBe(409);
    await decide('reject', 1);
    expect((await decide('reject', 2)).status).toBe(409);
  });

  it('has room among two hundred, the oldest undone one going first', async () => {
    const { state, decide } = await world();
    const source = state.sources.get('acme#gh');
    if (source === undefined) throw new Error('no source');
    const decisions = Array.from({ length: 200 }, (_, i) =>
      buildDecision({ adaptation_id: `d${i}`, field: `f${i}` }),
    );
    const full = (list: typeof decisions) =>
      state.sources.set('acme#gh', { ...source, adaptations: { version: 200, decisions: list } });
    full(decisions);
    expect((await decide('accept', 0)).body.detail).toContain('200 decisions');
    full(decisions.map((one, i) => (i === 5 ? { ...one, state: 'undone', key: null } : one)));
    expect((await decide('accept', 0)).status).toBe(200);
    const ids = state.sources
      .get('acme#gh')
      ?.adaptations?.decisions.map(({ adaptation_id }) => adaptation_id);
    expect([ids?.length, ids?.includes('d5'), ids?.at(-1)]).toEqual([200, false, id]);
  });

  it('survives a change of the source', async () => {
    const { ports, state, decide } = await world();
    await decide('accept', 0);
    await callApi(ports, 'PATCH /api/v1/sources/gh', {
      as: buildClaims('tenant_admin'),
      body: { version: 2, name: 'GitHub of Acme' },
    });
    expect(state.sources.get('acme#gh')).toMatchObject({
      name: 'GitHub of Acme',
      adaptations: { version: 1 },
    });
  });
});

describe('another tenant', () => {
  test.each([
    ['GET adaptations', undefined],
    [`POST adaptations/${id}/accept`, { version: 0 }],
    [`POST adaptations/${id}/reject`, { version: 0 }],
    [`POST adaptations/${id}/undo`, { version: 0 }],
    ['POST adaptations/replay', { from: '2026-11-22T00:00:00Z' }],
  ])('sees and changes nothing by %s', async (where, body) => {
    const { state, call } = await world();
    const before = structuredClone(state.sources);
    const answer = await call(where, body, buildClaims('tenant_admin', 'beta'));
    expect([answer.status, answer.body.code]).toEqual([404, 'not_found']);
    expect([state.sources, state.audit]).toEqual([before, []]);
  });

  it('has its own decision about the same field', async () => {
    const { state, decide } = await world();
    state.sources.set('beta#gh', buildSource('beta', { source_id: 'gh', connector: 'github-audit' }));
    await decide('accept', 0);
    expect(state.sources.get('beta#gh')?.adaptations).toBeUndefined();
  });

  it('is not known by an id that no field has', async () => {
    const { call } = await world();
    expect((await call('POST adaptations/nothing/accept', { version: 0 })).status).toBe(404);
  });
});

describe('a replay', () => {
  it('adapts what was kept, tells how much, and is audited once it changed something', async () => {
    const { state, call, decide } = await world();
    const attributes = {
      actor_address: '203.0.113.7',
      'event.ingested': '2026-11-22T08:00:00.000Z',
      'parser.version': '1.0.1',
    };
    const events = [
      buildEvent('acme', { source: { system: 'github', integration: 'github-audit' }, attributes }),
    ];
    const pack = {
      pack_id: 'p1',
      source_id: 'gh',
      received_at: '2026-11-22T08:00:00.000Z',
      events,
      seen: '1',
    };
    state.kept.push({ tenantId: acme, pack });
    const replay = () => call('POST adaptations/replay', { from: '2026-11-22T00:00:00Z' });
    expect((await replay()).body).toEqual({ examined: 1, changed: 0, skipped: 0, next: null });
    await decide('accept', 0);
    const audited = state.audit.length;
    expect((await replay()).body).toEqual({ examined: 1, changed: 1, skipped: 0, next: null });
    expect((await replay()).body).toMatchObject({ changed: 0 });
    expect(state.audit.slice(audited)).toMatchObject([
      { action: 'replayAdaptations', target: 'source/gh', after: { changed: 1, version: 1 } },
    ]);
    expect(state.kept[0]?.pack.events[0]?.attributes['source.ip']).toBe('203.0.113.7');
  });
});
