import { describe, expect, it } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { INDICATOR_RULE_ID, matchIndicators } from '#shared/pipeline/match-indicators.ts';
import { INDICATORS_MS, rememberIndicators } from '#shared/pipeline/remember-indicators.ts';
import type { AlertDetection } from '#shared/schema/alert.ts';
import type { Indicator } from '#shared/schema/indicator.ts';
import { buildEvent } from '../../support/builders/event.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const now = new Date('2026-11-22T09:30:00.000Z');
const indicator = (given: Partial<Indicator> = {}): Indicator => ({
  indicator_id: 'indicator--1',
  source_id: 'feed-1',
  name: 'Bad host',
  values: [],
  confidence: null,
  valid_from: '2026-11-01T00:00:00.000Z',
  valid_until: null,
  revoked: false,
  modified: '2026-11-01T00:00:00.000Z',
  ...given,
});

/** A store that holds these indicators for `acme`, and counts what it is asked. */
function world(byValue: Record<string, Indicator[]>) {
  const alerts = new Map<string, AlertDetection>();
  const asked: string[][] = [];
  const store = {
    any: async (tenantId: string) => tenantId === 'acme' && Object.keys(byValue).length > 0,
    naming: async (tenantId: string, values: readonly string[]) => {
      asked.push([...values]);
      const own = tenantId === 'acme' ? byValue : {};
      return new Map(values.flatMap((value) => (own[value] ? [[value, own[value]] as const] : [])));
    },
  };
  const ports = {
    indicators: rememberIndicators(store),
    alerts: {
      upsert: async (_tenantId: string, alert: AlertDetection) => void alerts.set(alert.alert_id, alert),
    },
  };
  return { ports: ports as unknown as Parameters<typeof matchIndicators>[0], alerts, asked };
}

const seen = (attributes: Record<string, unknown>, timestamp = '2026-11-22T09:10:00.000Z') =>
  buildEvent('acme', { timestamp, attributes } as Parameters<typeof buildEvent>[1]);

describe('comparing events with indicators', () => {
  it.each([
    ['related.ip', ['192.0.2.1', '203.0.113.7'], '203.0.113.7'],
    ['source.ip', '203.0.113.7', '203.0.113.7'],
    ['dns.question.name', 'Evil.Example', 'evil.example'],
    ['url.full', 'http://evil.example/A', 'http://evil.example/a'],
    ['file.hash.sha256', 'AB12', 'ab12'],
    ['email.from.address', ['a@evil.example'], 'a@evil.example'],
  ])('finds what a feed names in %s, and says which indicator it was', async (field, value, named) => {
    const { ports, alerts } = world({ [named]: [indicator()] });
    const event = seen({ [field]: value });
    expect(await matchIndicators(ports, acme, [event], now)).toBe(1);
    const [alert] = alerts.values();
    expect(alert).toMatchObject({
      rule: { id: INDICATOR_RULE_ID, level: 'high' },
      group: {
        'threat.indicator.id': 'indicator--1',
        'threat.indicator.value': named,
        'threat.feed.source_id': 'feed-1',
      },
    });
    expect(alert?.evidence[0]?.event_id).toBe(event.event_id);
  });

  it('raises one alert for an indicator and hour, the same when the batch comes again', async () => {
    const { ports, alerts } = world({ '203.0.113.7': [indicator()] });
    const events = [
      seen({ 'source.ip': '203.0.113.7' }),
      seen({ 'source.ip': '203.0.113.7' }),
      seen({ 'source.ip': '203.0.113.7' }, '2026-11-22T08:10:00.000Z'),
    ];
    await matchIndicators(ports, acme, events, now);
    await matchIndicators(ports, acme, events, now);
    expect(alerts.size).toBe(2);
  });

  it.each([
    ['revoked', { revoked: true }],
    ['not yet valid', { valid_from: '2026-11-22T09:10:00.001Z' }],
    ['not valid any more', { valid_until: '2026-11-22T09:10:00.000Z' }],
  ])('says nothing of an indicator that was %s at the event’s time', async (_what, given) => {
    const { ports } = world({ '203.0.113.7': [indicator(given)] });
    expect(await matchIndicators(ports, acme, [seen({ 'source.ip': '203.0.113.7' })], now)).toBe(0);
  });

  it('never compares one tenant’s events with another’s indicators', async () => {
    const { ports, asked } = world({ '203.0.113.7': [indicator()] });
    await matchIndicators(ports, acme, [seen({ 'source.ip': '203.0.113.7' })], now);
    expect(await matchIndicators(ports, globex, [seen({ 'source.ip': '203.0.113.7' })], now)).toBe(0);
    expect(asked).toHaveLength(1);
  });

  it('is as sure as the feed is', async () => {
    const levels = [];
    for (const confidence of [10, 50, 90]) {
      const { ports, alerts } = world({ '203.0.113.7': [indicator({ confidence })] });
      await matchIndicators(ports, acme, [seen({ 'source.ip': '203.0.113.7' })], now);
      levels.push([...alerts.values()][0]?.rule.level);
    }
    expect(levels).toEqual(['low', 'medium', 'high']);
  });

  it('looks at no more than forty values of an event', async () => {
    const { ports, asked } = world({ '203.0.113.7': [indicator()] });
    await matchIndicators(
      ports,
      acme,
      [seen({ 'related.ip': Array.from({ length: 99 }, (_, i) => `192.0.2.${i}`) })],
      now,
    );
    expect(asked[0]).toHaveLength(40);
  });
});

describe('remembering indicators', () => {
  it('asks for a value once a minute, also when nobody names it', async () => {
    const { ports, asked } = world({ '203.0.113.7': [indicator()] });
    const values = ['203.0.113.7', '192.0.2.1'];
    const observed = () => new Set(values);
    await ports.indicators(acme, observed, 0);
    expect((await ports.indicators(acme, observed, INDICATORS_MS - 1)).size).toBe(1);
    expect(asked).toEqual([values]);
    await ports.indicators(acme, observed, INDICATORS_MS);
    expect(asked).toHaveLength(2);
  });

  it('asks for nothing where a tenant has no feed', async () => {
    const { ports, asked } = world({});
    expect((await ports.indicators(acme, () => new Set(['203.0.113.7']), 0)).size).toBe(0);
    expect(asked).toEqual([]);
  });
});
