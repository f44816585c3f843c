import { describe, expect, test } from 'vitest';
import { buildAlert } from '../support/builders/alert.ts';
import { scratchSearch } from '../support/scratch-search.ts';

const scratch = scratchSearch();
const { ask, filled, idsOf } = scratch;

describe('between tenants', () => {
  test('no text of a search reaches beyond its own', async () => {
    const mine = await filled({ alert_id: 'mine' });
    const theirs = await filled({ alert_id: 'theirs', assignee: 'eve', group: { 'actor.id': 'secretuser' } });
    const texts = [
      '*',
      '?',
      'secretuser',
      `tenant_id:${theirs}`,
      `_index:alerts-${theirs}-2026.11`,
      `alerts-${theirs}`,
      'alerts-*',
    ];
    for (const text of [...texts, '_all', '{"match_all":{}}', 'mine OR secretuser', '/.*/', '_exists_:id']) {
      expect(await idsOf(mine, { text }), text).toEqual([]);
    }
    for (const value of ['*', `${theirs}`, 'eve', '["open","closed"]']) {
      expect(await idsOf(mine, { assignee: value }), value).toEqual([]);
    }
    const { next } = await scratch.index.alerts(
      await filled({ alert_id: 'x' }, { alert_id: 'y' }),
      {},
      { limit: 1, position: null },
    );
    const page = await scratch.index.alerts(mine, {}, { limit: 10, position: next });
    expect(page.items.every((alert) => alert.tenant_id === mine)).toBe(true);
  });

  test('even a foreign document in the own index is not shown', async () => {
    const mine = await filled({ alert_id: 'mine' });
    const foreign = buildAlert('globex', { alert_id: 'foreign' });
    const document = {
      tenant_id: 'globex',
      id: 'foreign',
      created_at: foreign.created_at,
      search_text: 'x',
      doc: foreign,
    };
    for (const [id, source] of [
      ['f1', document],
      ['f2', { ...document, tenant_id: mine }],
    ] as const) {
      expect((await ask('PUT', `/alerts-${mine}-2026.11/_doc/${id}?refresh=true`, source)).status).toBe(201);
    }
    expect(await idsOf(mine)).toEqual(['mine']);
  });

  test('removing or expiring one leaves the other as it is', async () => {
    const [mine, theirs] = [await filled({ alert_id: 'a' }), await filled({ alert_id: 'a' })];
    await scratch.index.dropExpired(mine, new Date('2027-01-01T00:00:00.000Z'));
    await scratch.index.removeTenant(mine);
    expect(await idsOf(theirs)).toEqual(['a']);
    expect((await ask('HEAD', `/_index_template/gatehouse-alerts-${theirs}`)).status).toBe(200);
  });
});
