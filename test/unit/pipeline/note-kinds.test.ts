import { describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { makeKindNoter } from '#shared/pipeline/note-kinds.ts';
import { RULES_OFF_MS, rememberRulesOff } from '#shared/pipeline/remember-rules-off.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { EventPack } from '#shared/schema/pack.ts';
import { buildEvent } from '../../support/builders/event.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

const pack = (tenant: string, attributes: Record<string, string>, received_at: string): EventPack => ({
  v: 1,
  pack_id: '00000000-0000-5000-8000-000000000001',
  tenant_id: tenantIdSchema.parse(tenant),
  source_id: 'source-1',
  received_at,
  events: [buildEvent(tenant, { attributes })],
});

function recorder() {
  const calls: { tenant: string; kinds: readonly EventKind[] }[] = [];
  return {
    calls,
    noteKinds: async (tenant: string, kinds: readonly EventKind[]) => void calls.push({ tenant, kinds }),
  };
}

describe('noting the kinds of events', () => {
  it('writes what is new once an hour, with the logsource and the fields', async () => {
    const { calls, noteKinds } = recorder();
    const note = makeKindNoter({ noteKinds });
    const first = pack('acme', { 'event.module': 'okta', 'user.name': 'alice' }, '2026-11-22T10:00:00.000Z');
    await note(acme, [first, first]);
    await note(acme, [{ ...first, received_at: '2026-11-22T10:59:00.000Z' }]);
    expect(calls).toHaveLength(1);
    expect(calls[0]?.kinds).toEqual([
      {
        source_id: 'source-1',
        logsource: {
          product: expect.arrayContaining(['okta']),
          category: expect.arrayContaining(['auth']),
          service: expect.any(Array),
        },
        fields: ['event.module', 'user.name'],
        last_seen_at: '2026-11-22T10:00:00.000Z',
      },
    ]);
    const more = pack(
      'acme',
      { 'event.module': 'okta', 'source.ip': '203.0.113.7' },
      '2026-11-22T10:30:00.000Z',
    );
    await note(acme, [more]);
    expect(calls[1]?.kinds[0]?.fields).toEqual(['source.ip']);
    await note(acme, [{ ...first, received_at: '2026-11-22T11:00:00.000Z' }]);
    expect(calls).toHaveLength(3);
  });

  it('keeps tenants apart', async () => {
    const { calls, noteKinds } = recorder();
    const note = makeKindNoter({ noteKinds });
    await note(acme, [pack('acme', { a: '1' }, '2026-11-22T10:00:00.000Z')]);
    await note(globex, [pack('globex', { a: '1' }, '2026-11-22T10:00:00.000Z')]);
    expect(calls.map(({ tenant }) => tenant)).toEqual(['acme', 'globex']);
  });

  it('tries again what could not be written', async () => {
    let down = true;
    const { calls, noteKinds } = recorder();
    const note = makeKindNoter({
      noteKinds: async (...given) => {
        if (down) throw new Error('down');
        await noteKinds(...given);
      },
    });
    const one = pack('acme', { a: '1' }, '2026-11-22T10:00:00.000Z');
    await expect(note(acme, [one])).rejects.toThrow('down');
    down = false;
    await note(acme, [one]);
    expect(calls).toHaveLength(1);
  });
});

describe('remembering which rules are off', () => {
  it('asks again after a quarter of a minute, tenant by tenant', async () => {
    const asked: string[] = [];
    const read = rememberRulesOff({
      rulesOff: async (tenantId) => {
        asked.push(tenantId);
        return new Set([`${tenantId}-rule`]);
      },
    });
    expect(await read(acme, 0)).toEqual(new Set(['acme-rule']));
    await read(acme, RULES_OFF_MS - 1);
    expect(await read(globex, 1)).toEqual(new Set(['globex-rule']));
    await read(acme, RULES_OFF_MS);
    expect(asked).toEqual(['acme', 'globex', 'acme']);
  });
});
