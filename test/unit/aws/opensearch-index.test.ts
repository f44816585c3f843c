import type { Client } from '@opensearch-project/opensearch';
import { describe, expect, test } from 'vitest';
import { isAmazonDomain } from '#shared/aws/opensearch-client.ts';
import { makeOpenSearchIndex } from '#shared/aws/opensearch-index.ts';
import type { IndexChange } from '#shared/ports/search-index.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildCase } from '../../support/builders/case.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { rejection } from '../../support/rejection.ts';

const acme = buildAlert('acme').tenant_id;
const put = (id: string, given: Parameters<typeof buildAlert>[1] = {}): IndexChange => ({
  kind: 'put-alert',
  alert: buildAlert('acme', { alert_id: id, ...given }),
});
const failure = (statusCode: number | undefined, body: unknown = {}) =>
  Object.assign(new Error('refused'), { statusCode, body });

/** A client whose bulk calls answer each item by a rule. */
function bulkClient(statusOf: (id: string) => number) {
  const calls: { action: Record<string, Record<string, unknown>>; document: unknown }[][] = [];
  const client = {
    bulk: async ({ body }: { body: string }) => {
      const lines = body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      const operations: (typeof calls)[number] = [];
      for (let line = lines.shift(); line !== undefined; line = lines.shift()) {
        operations.push({ action: line, document: 'index' in line ? lines.shift() : null });
      }
      calls.push(operations);
      const items = operations.map(({ action }) => {
        const [name = '', { _id } = { _id: '' }] = Object.entries(action)[0] ?? [];
        return { [name]: { status: statusOf(String(_id)) } };
      });
      return { body: { items } };
    },
  };
  return { calls, index: makeOpenSearchIndex(client as unknown as Client) };
}

describe('a bulk call', () => {
  test('names index, id and external version of each document, in the month of its alert', async () => {
    const { calls, index } = bulkClient(() => 201);
    const item = buildCase('acme', { case_id: 'c1', version: 4 });
    const changes: IndexChange[] = [
      put('a1', { version: 7, created_at: '2026-10-31T23:59:59.999Z' }),
      { kind: 'delete-alert', alert_id: 'a2', created_at: '2026-11-01T00:00:00.000Z' },
      { kind: 'put-case', item },
      { kind: 'delete-case', case_id: 'c2' },
    ];
    expect(await index.write(acme, changes)).toEqual([]);
    expect(calls[0]?.map(({ action }) => action)).toEqual([
      { index: { _index: 'alerts-acme-2026.10', _id: 'a1', version: 7, version_type: 'external' } },
      { delete: { _index: 'alerts-acme-2026.11', _id: 'a2' } },
      { index: { _index: 'cases-acme', _id: 'c1', version: 4, version_type: 'external' } },
      { delete: { _index: 'cases-acme', _id: 'c2' } },
    ]);
    expect(calls[0]?.[2]?.document).toMatchObject({ tenant_id: 'acme', id: 'c1', doc: item });
  });

  test('that fails half tells which to try again; older versions and deletes of nothing are done', async () => {
    const status: Record<string, number> = {
      ok: 200,
      new: 201,
      old: 409,
      gone: 404,
      busy: 429,
      down: 503,
      bad: 400,
    };
    const { index } = bulkClient((id) => status[id] ?? 500);
    expect(
      await index.write(
        acme,
        Object.keys(status).map((id) => put(id)),
      ),
    ).toEqual([4, 5, 6]);
  });

  test('is cut so that it stays under 5 MiB, and positions stay those of the changes', async () => {
    const { calls, index } = bulkClient((id) => (id === 'a11' ? 429 : 201));
    const evidence = [buildEvent('acme', { attributes: { text: 'x'.repeat(1_000_000) } })];
    expect(
      await index.write(
        acme,
        Array.from({ length: 12 }, (_, i) => put(`a${i}`, { evidence })),
      ),
    ).toEqual([11]);
    expect(calls.length).toBeGreaterThan(2);
    expect(calls.flat()).toHaveLength(12);
    for (const call of calls) expect(JSON.stringify(call).length).toBeLessThan(5 * 1024 * 1024);
  });

  test('of nothing is no call', async () => {
    const { calls, index } = bulkClient(() => 201);
    expect(await index.write(acme, [])).toEqual([]);
    expect(calls).toEqual([]);
  });

  test('holds only so much text to search through', async () => {
    const { calls, index } = bulkClient(() => 201);
    const evidence = [buildEvent('acme', { attributes: { text: 'y'.repeat(50_000) } })];
    await index.write(acme, [put('a1', { evidence })]);
    const document = calls[0]?.[0]?.document as { search_text: string };
    expect(document.search_text).toHaveLength(20_000);
    expect(document.search_text).toMatch(/^Many failed logins\nrule-1\nalice/);
  });
});

describe('a cluster that does not do its work', () => {
  const broken = (error: unknown) =>
    makeOpenSearchIndex({
      bulk: () => Promise.reject(error),
      search: () => Promise.reject(error),
      cluster: { health: () => Promise.reject(error) },
    } as unknown as Client);

  test.each([undefined, 429, 500, 502, 503, 504])('with status %s is unavailable', async (status) => {
    const index = broken(failure(status));
    for (const done of [
      index.write(acme, [put('a')]),
      index.ping(),
      index.alerts(acme, {}, { limit: 10, position: null }),
    ]) {
      expect(await rejection(done)).toMatchObject({
        code: 'unavailable',
        details: { retry_after_seconds: 2 },
      });
    }
  });

  test('with another status passes it on: it is a fault of ours', async () => {
    await expect(broken(failure(400)).write(acme, [put('a')])).rejects.toMatchObject({ statusCode: 400 });
  });
});

describe('who deletes old alerts', () => {
  function cluster(policy: () => Promise<unknown>) {
    const requests: { method: string; path: string; body?: unknown }[] = [];
    const done = async () => ({ body: true });
    const client = {
      transport: {
        request: async (request: (typeof requests)[number]) => {
          requests.push(request);
          return request.method === 'GET' ? policy() : { body: {} };
        },
      },
      indices: { putIndexTemplate: done, exists: done },
    };
    return { requests, index: makeOpenSearchIndex(client as unknown as Client) };
  }

  test('is the cluster where it has Index State Management: the policy is made', async () => {
    const { requests, index } = cluster(() => Promise.reject(failure(404, { error: 'Policy not found' })));
    expect(await index.ensureTenant(acme, 30)).toBe('ism');
    expect(requests[1]).toMatchObject({
      method: 'PUT',
      path: '/_plugins/_ism/policies/gatehouse-alerts-acme',
    });
    const text = JSON.stringify(requests[1]?.body);
    expect(text).toContain('"min_index_age":"61d"');
    expect(text).toContain('"index_patterns":["alerts-acme-*"]');
  });

  test('and a policy that is there is replaced, not doubled', async () => {
    const { requests, index } = cluster(async () => ({ body: { _seq_no: 5, _primary_term: 2 } }));
    expect(await index.ensureTenant(acme, 30)).toBe('ism');
    expect(requests[1]?.path).toBe(
      '/_plugins/_ism/policies/gatehouse-alerts-acme?if_seq_no=5&if_primary_term=2',
    );
  });

  test.each([
    [400, { error: 'no handler found for uri [/_plugins/_ism] and method [GET]' }],
    [404, 'no handler found for uri'],
    [405, {}],
  ])('is the daily job where the cluster has none (%d)', async (status, body) => {
    const { requests, index } = cluster(() => Promise.reject(failure(status, body)));
    expect(await index.ensureTenant(acme, 30)).toBe('retention-job');
    expect(requests).toHaveLength(1);
  });

  test('is not guessed when the cluster forbids or fails', async () => {
    await expect(
      cluster(() => Promise.reject(failure(403))).index.ensureTenant(acme, 30),
    ).rejects.toMatchObject({ statusCode: 403 });
    expect(
      (await rejection(cluster(() => Promise.reject(failure(503))).index.ensureTenant(acme, 30))).code,
    ).toBe('unavailable');
  });
});

test("a month is dropped only of the tenant's own indices, and only when it is wholly past", async () => {
  const listed = [
    'alerts-acme-2026.09',
    'alerts-acme-2026.10',
    'alerts-acme-2026.11',
    'alerts-acme-eu-2025.01',
    'alerts-acme-2026.13',
    'alerts-acme-notes',
  ];
  const deleted: string[] = [];
  const index = makeOpenSearchIndex({
    cat: { indices: async () => ({ body: listed.map((name) => ({ index: name })) }) },
    indices: { delete: async ({ index: name }: { index: string }) => void deleted.push(name) },
  } as unknown as Client);
  expect(await index.dropExpired(acme, new Date('2026-10-31T23:59:59.999Z'))).toEqual([
    'alerts-acme-2026.09',
  ]);
  expect(await index.dropExpired(acme, new Date('2026-11-01T00:00:00.000Z'))).toEqual([
    'alerts-acme-2026.09',
    'alerts-acme-2026.10',
  ]);
  expect(deleted.filter((name) => name.includes('eu'))).toEqual([]);
});

test.each([
  ['https://vpc-x.eu-west-1.es.amazonaws.com', true],
  ['https://x.cn-north-1.es.amazonaws.com.cn', true],
  ['https://x.aos.eu-west-1.on.aws', true],
  ['http://127.0.0.1:9210', false],
  ['https://amazonaws.com.evil.example', false],
  ['https://evil.example/.amazonaws.com', false],
])('%s is signed for Amazon: %s', (url, signed) => {
  expect(isAmazonDomain(url)).toBe(signed);
});
