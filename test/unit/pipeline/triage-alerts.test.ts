import { describe, expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { type AlertChange, type TriagePorts, triageAlerts } from '#shared/pipeline/triage-alerts.ts';
import type { Alert, Level } from '#shared/schema/alert.ts';
import type { Case } from '#shared/schema/case.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { makeMemorySearch } from '../../support/memory-search.ts';

const put = (alert: Alert, triaged = false): AlertChange => ({ kind: 'put', alert, triaged });

function world(refusal?: Error) {
  const opened: { tenantId: string; alertId: string; item: Case }[] = [];
  const search = makeMemorySearch();
  const ports: TriagePorts = {
    cases: {
      openForAlert: async (tenantId, alertId, item, timeline, audit) => {
        if (refusal !== undefined) throw refusal;
        expect([item.tenant_id, audit.tenant_id, ...timeline.map((entry) => entry.tenant_id)]).toEqual(
          Array(2 + timeline.length).fill(tenantId),
        );
        opened.push({ tenantId, alertId, item });
        return true;
      },
    },
    search,
    sleep: async () => undefined,
    now: () => new Date('2026-11-22T10:00:00.000Z'),
  };
  return { ports, opened, search };
}

const ofLevel = (level: Level) => buildAlert('acme', { rule: { id: 'r', title: 'R', level, tags: [] } });

describe('an alert opens a case', () => {
  test.each(['medium', 'high', 'critical'] as const)('at level %s', async (level) => {
    const { ports, opened, search } = world();
    const alert = ofLevel(level);
    await triageAlerts(ports, [put(alert)]);
    expect(opened).toMatchObject([
      { tenantId: 'acme', alertId: alert.alert_id, item: { alert_ids: [alert.alert_id] } },
    ]);
    expect(search.documents.size).toBe(1);
  });

  test.each<[string, AlertChange]>([
    ['below medium', put(ofLevel('low'))],
    ['that only informs', put(ofLevel('informational'))],
    ['that was triaged', put(ofLevel('high'), true)],
    ['that is linked', put({ ...ofLevel('high'), case_id: 'case-1' })],
  ])('but not one %s, which is indexed all the same', async (_name, change) => {
    const { ports, opened, search } = world();
    await triageAlerts(ports, [change]);
    expect([opened.length, search.documents.size]).toEqual([0, 1]);
  });

  test('only once for several changes in one batch, and the newest is indexed', async () => {
    const { ports, opened, search } = world();
    const alert = ofLevel('high');
    await triageAlerts(ports, [put(alert), put({ ...alert, version: 2 }), put({ ...alert, version: 3 })]);
    expect(opened).toHaveLength(1);
    expect([...search.documents.values()]).toEqual([3]);
  });
});

describe('an alert that is gone', () => {
  test('opens nothing and leaves the index', async () => {
    const { ports, opened, search } = world();
    const alert = ofLevel('high');
    search.documents.set(`acme/alert/${alert.alert_id}`, 1);
    await triageAlerts(ports, [put(alert), { kind: 'gone', alert }]);
    expect([opened.length, search.documents.size]).toEqual([0, 0]);
  });
});

describe('a case that can not be opened', () => {
  test.each([
    ['because the alert was deleted meanwhile', 'not_found'],
    ['because it is there from before the alert was forgotten', 'conflict'],
  ] as const)('%s does not stop the stream', async (_name, code) => {
    const { ports, search } = world(new DomainError(code, 'refused'));
    await triageAlerts(ports, [put(ofLevel('high')), put(ofLevel('high'))]);
    expect(search.documents.size).toBe(2);
  });

  test.each([new DomainError('unavailable', 'throttled'), new Error('bug')])(
    'for another reason makes the batch come again: %s',
    async (error) => {
      await expect(triageAlerts(world(error).ports, [put(ofLevel('high'))])).rejects.toBe(error);
    },
  );
});

test('two tenants with one alert id stay apart', async () => {
  const { ports, opened, search } = world();
  const mine = ofLevel('high');
  const theirs = buildAlert('globex', { alert_id: mine.alert_id, rule: mine.rule });
  await triageAlerts(ports, [put(mine), put(theirs)]);
  expect(opened.map(({ tenantId }) => tenantId)).toEqual(['acme', 'globex']);
  expect(new Set(opened.map(({ item }) => item.case_id)).size).toBe(2);
  expect([...search.documents.keys()]).toEqual([
    `acme/alert/${mine.alert_id}`,
    `globex/alert/${mine.alert_id}`,
  ]);
});
