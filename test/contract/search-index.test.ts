import { describe, expect, test } from 'vitest';
import { makeSearchIndex } from '#shared/aws/opensearch-index.ts';
import type { SearchFilter, SearchIndex } from '#shared/ports/search-index.ts';
import type { Alert } from '#shared/schema/alert.ts';
import { buildAlert } from '../support/builders/alert.ts';
import { buildCase } from '../support/builders/case.ts';
import { buildEvent } from '../support/builders/event.ts';
import { rejection } from '../support/rejection.ts';
import { putAlert, scratchSearch } from '../support/scratch-search.ts';

const scratch = scratchSearch();
const { ask, filled, idsOf, newTenant, refresh } = scratch;

describe('making a place for a tenant', () => {
  test('can be repeated, and tells truly who deletes old data', async () => {
    const hasIsm = (await ask('GET', '/_plugins/_ism/policies')).ok;
    const tenantId = newTenant();
    const expected = hasIsm ? 'ism' : 'retention-job';
    const there = { alert_template: true, case_template: true, alert_alias: true, case_index: true };
    expect(Object.values(await scratch.index.inspectTenant(tenantId))).not.toContain(true);
    expect(await scratch.index.ensureTenant(tenantId, 30)).toBe(expected);
    expect(await scratch.index.inspectTenant(tenantId)).toMatchObject(there);
    expect(await scratch.index.ensureTenant(tenantId, 90)).toBe(expected);
    for (const name of [`gatehouse-alerts-${tenantId}`, `gatehouse-cases-${tenantId}`]) {
      expect((await ask('GET', `/_index_template/${name}`)).status).toBe(200);
    }
    expect(await scratch.index.alerts(tenantId, {}, { limit: 10, position: null })).toEqual({
      items: [],
      next: null,
    });
    expect(await scratch.index.cases(tenantId, {}, { limit: 10, position: null })).toEqual({
      items: [],
      next: null,
    });
  });

  test('is not needed to be asked: a tenant that is not there has nothing', async () => {
    expect(await scratch.index.alerts(newTenant(), {}, { limit: 10, position: null })).toEqual({
      items: [],
      next: null,
    });
  });
});

describe('what is written', () => {
  test('comes back whole, newest first', async () => {
    const older = { alert_id: 'older', created_at: '2026-10-31T10:00:00.000Z', evidence: [buildEvent()] };
    const tenantId = await filled(older, { alert_id: 'newer', created_at: '2026-11-01T10:00:00.000Z' });
    const { items } = await scratch.index.alerts(tenantId, {}, { limit: 10, position: null });
    expect(items.map((alert) => alert.alert_id)).toEqual(['newer', 'older']);
    expect(items[1]).toEqual(buildAlert(tenantId, older));
  });

  test('is never replaced by an older version, and that is no failure', async () => {
    const tenantId = await filled({ alert_id: 'a', version: 3, status: 'closed' });
    const change = (version: number, status: Alert['status']) =>
      putAlert(tenantId, { alert_id: 'a', version, status });
    expect(await scratch.index.write(tenantId, [change(2, 'open'), change(3, 'open')])).toEqual([]);
    await refresh(tenantId);
    expect(await idsOf(tenantId, { status: 'closed' })).toEqual(['a']);
    expect(await scratch.index.write(tenantId, [change(4, 'acknowledged')])).toEqual([]);
    await refresh(tenantId);
    expect(await idsOf(tenantId, { status: 'acknowledged' })).toEqual(['a']);
    expect(await idsOf(tenantId)).toEqual(['a']);
  });

  test('may hold anything that events hold', async () => {
    const attributes = Object.fromEntries([
      ['a', 1],
      ['a.b', 'x'],
      ['a..b', true],
      ['.', [1, 'two', false]],
      ['constructor', 'c'],
      ['text', '😀'.repeat(20_000)],
      ...Array.from({ length: 400 }, (_, i) => [`field_${i}`, `value ${i}`]),
    ]);
    const odd = {
      alert_id: 'odd',
      assignee: 'x'.repeat(40_000),
      evidence: [buildEvent('acme', { attributes })],
    };
    const tenantId = await filled(odd);
    expect((await scratch.index.alerts(tenantId, {}, { limit: 1, position: null })).items).toEqual([
      buildAlert(tenantId, odd),
    ]);
  });

  test('can be deleted, twice, and a delete of what never was makes no index', async () => {
    const tenantId = await filled({ alert_id: 'a' }, { alert_id: 'b' });
    const gone = { kind: 'delete-alert', alert_id: 'a', created_at: '2026-11-22T10:00:00.000Z' } as const;
    expect(await scratch.index.write(tenantId, [gone])).toEqual([]);
    expect(
      await scratch.index.write(tenantId, [gone, { ...gone, created_at: '2020-01-01T00:00:00.000Z' }]),
    ).toEqual([]);
    await refresh(tenantId);
    expect(await idsOf(tenantId)).toEqual(['b']);
    expect((await ask('HEAD', `/alerts-${tenantId}-2020.01`)).status).toBe(404);
  });
});

describe('pages', () => {
  test('of 120 alerts, many of one instant, have neither gap nor double', async () => {
    const all = Array.from({ length: 120 }, (_, i) => ({
      alert_id: `a${String(i).padStart(3, '0')}`,
      created_at: new Date(Date.UTC(2026, 10, 1 + Math.floor(i / 40))).toISOString(),
    }));
    const tenantId = await filled(...all);
    const pages: string[][] = [];
    let position: string | null = null;
    do {
      const page: Awaited<ReturnType<SearchIndex['alerts']>> = await scratch.index.alerts(
        tenantId,
        {},
        { limit: 50, position },
      );
      pages.push(page.items.map((alert) => alert.alert_id));
      position = page.next;
    } while (position !== null);
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20]);
    const expected = all.toSorted(
      (a, b) => b.created_at.localeCompare(a.created_at) || a.alert_id.localeCompare(b.alert_id),
    );
    expect(pages.flat()).toEqual(expected.map((one) => one.alert_id));
  });

  test('that end exactly at the limit have no next one', async () => {
    const tenantId = await filled({ alert_id: 'a' }, { alert_id: 'b' });
    expect((await scratch.index.alerts(tenantId, {}, { limit: 2, position: null })).next).toBeNull();
  });

  test('from a position that no list gave are refused', async () => {
    const refused = await rejection(scratch.index.alerts(newTenant(), {}, { limit: 2, position: '["x"]' }));
    expect(refused.code).toBe('invalid_request');
  });
});

describe('filters', () => {
  test('narrow alerts by each field, and by words of their rule, group and evidence', async () => {
    const rule = { id: 'rule-x', title: 'Impossible travel', level: 'high' as const, tags: ['attack.t1078'] };
    const evidence = [
      buildEvent('acme', { attributes: { 'source.ip': '203.0.113.7', 'host.name': 'vpn-west' } }),
    ];
    const tenantId = await filled(
      {
        alert_id: 'one',
        severity: 8,
        rule,
        assignee: 'sam',
        status: 'closed',
        created_at: '2026-11-02T00:00:00.000Z',
        evidence,
      },
      { alert_id: 'two', severity: 5, group: { 'actor.id': 'bob smith' } },
    );
    const one: SearchFilter[] = [
      { status: 'closed' },
      { min_severity: 6 },
      { rule_id: 'rule-x' },
      { assignee: 'sam' },
      { to: '2026-11-02T00:00:00.001Z' },
      { text: 'TRAVEL impossible' },
      { text: '203.0.113.7' },
      { text: 'vpn-west' },
      { text: 'attack.t1078', status: 'closed', from: '2026-11-02T00:00:00.000Z' },
    ];
    for (const filter of one) expect(await idsOf(tenantId, filter), JSON.stringify(filter)).toEqual(['one']);
    expect(await idsOf(tenantId, { text: 'smith' })).toEqual(['two']);
    expect(await idsOf(tenantId, { text: 'smith travel' })).toEqual([]);
    expect(await idsOf(tenantId, { to: '2026-11-02T00:00:00.000Z' })).toEqual([]);
  });

  test('narrow cases too', async () => {
    const tenantId = await filled();
    const items = [
      buildCase(tenantId, { case_id: 'c1', title: 'Phishing wave', severity: 'high', assignee: 'sam' }),
      buildCase(tenantId, { case_id: 'c2', status: 'closed', alert_ids: ['alert-77'] }),
    ];
    await scratch.index.write(
      tenantId,
      items.map((item) => ({ kind: 'put-case', item })),
    );
    await refresh(tenantId);
    const find = async (filter: SearchFilter) =>
      (await scratch.index.cases(tenantId, filter, { limit: 10, position: null })).items.map(
        (item) => item.case_id,
      );
    expect(await find({ severity: 'high' })).toEqual(['c1']);
    expect(await find({ text: 'phishing' })).toEqual(['c1']);
    expect(await find({ text: 'alert-77' })).toEqual(['c2']);
    expect(await find({ status: 'closed' })).toEqual(['c2']);
    expect((await scratch.index.cases(tenantId, {}, { limit: 1, position: null })).items).toEqual([items[0]]);
    await scratch.index.write(tenantId, [{ kind: 'delete-case', case_id: 'c1' }]);
    await refresh(tenantId);
    expect(await find({})).toEqual(['c2']);
  });
});

describe('the end of data', () => {
  test('drops months that are wholly past, by name', async () => {
    const months = ['2026-08', '2026-09', '2026-10'].map((month) => ({
      alert_id: month,
      created_at: `${month}-15T00:00:00.000Z`,
    }));
    const tenantId = await filled(...months);
    expect(await scratch.index.dropExpired(tenantId, new Date('2026-09-30T23:59:59.999Z'))).toEqual([
      `alerts-${tenantId}-2026.08`,
    ]);
    expect(await idsOf(tenantId)).toEqual(['2026-10', '2026-09']);
    expect(await scratch.index.dropExpired(tenantId, new Date('2026-10-01T00:00:00.000Z'))).toEqual([
      `alerts-${tenantId}-2026.09`,
    ]);
    expect(await idsOf(tenantId)).toEqual(['2026-10']);
  });

  test('of all that a tenant has leaves its templates, so that what comes next is found as before', async () => {
    const old = { alert_id: 'old', created_at: '2026-08-15T00:00:00.000Z' };
    const tenantId = await filled(old, { alert_id: 'new' });
    const other = await filled({ alert_id: 'theirs' });
    await scratch.index.clearTenant(tenantId);
    await scratch.index.clearTenant(tenantId);
    expect([await idsOf(tenantId), await idsOf(other)]).toEqual([[], ['theirs']]);
    expect(await (await ask('GET', `/_cat/indices/*${tenantId}*?expand_wildcards=all`)).text()).toBe('');
    expect(await scratch.index.write(tenantId, [putAlert(tenantId, old)])).toEqual([]);
    expect((await ask('POST', `/alerts-${tenantId}/_refresh`)).status).toBe(200);
    expect(await idsOf(tenantId)).toEqual(['old']);
  });

  test('of a tenant leaves nothing, and can be repeated', async () => {
    const tenantId = await filled({ alert_id: 'a' });
    await scratch.index.removeTenant(tenantId);
    await scratch.index.removeTenant(tenantId);
    expect(await idsOf(tenantId)).toEqual([]);
    const left = await (await ask('GET', `/_cat/indices/*${tenantId}*?expand_wildcards=all`)).text();
    expect(left).toBe('');
    expect((await ask('HEAD', `/_index_template/gatehouse-alerts-${tenantId}`)).status).toBe(404);
  });
});

test('the cluster answers, and one that is not there is unavailable', async () => {
  await scratch.index.ping();
  const nowhere = makeSearchIndex({ url: 'http://127.0.0.1:1', signed: false });
  expect((await rejection(nowhere.ping())).code).toBe('unavailable');
  expect((await rejection(nowhere.write(newTenant(), [putAlert(newTenant())]))).code).toBe('unavailable');
});
