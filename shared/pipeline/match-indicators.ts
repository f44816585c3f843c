import { ALERT_EVIDENCE_BYTES } from '#shared/detect/limits.ts';
import { trimEvent } from '#shared/detect/trim-event.ts';
import { writeAlerts } from '#shared/detect/write-alerts.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import { once } from '#shared/once.ts';
import type { IndicatorLookup } from '#shared/pipeline/remember-indicators.ts';
import type { AlertStore } from '#shared/ports/alert-store.ts';
import { type AlertDetection, type Level, severityOfLevel } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { type Indicator, inForce } from '#shared/schema/indicator.ts';

/** The built-in rule that all feeds' alerts are of. */
export const INDICATOR_RULE_ID = '5a3f0c52-8d0e-4a51-9f3c-2f5d1a7b6e90';
const TITLE = 'Indicator of a threat feed seen';

/** Attributes whose values feeds name. */
const fields = [
  'related.ip',
  'related.hosts',
  'related.hash',
  'source.ip',
  'destination.ip',
  'source.domain',
  'destination.domain',
  'dns.question.name',
  'url.domain',
  'url.full',
  'url.original',
  'file.hash.md5',
  'file.hash.sha1',
  'file.hash.sha256',
  'process.hash.md5',
  'process.hash.sha1',
  'process.hash.sha256',
  'email.from.address',
  'email.sender.address',
];

/** Values of one event that are looked up. */
const MAX_VALUES = 40;
/** A longer value is no address, name or hash. */
const MAX_LENGTH = 2_048;

export type IndicatorPorts = { indicators: IndicatorLookup; alerts: Pick<AlertStore, 'upsert'> };

/**
 * Compares a tenant's events with the indicators of its feeds, each in force at the event's own time. One alert for an
 * indicator and hour of events, however many events touch it and however often they come.
 * @returns the number of alerts written, or found written already.
 */
export async function matchIndicators(
  ports: IndicatorPorts,
  tenantId: TenantId,
  events: readonly CanonicalEvent[],
  now: Date,
): Promise<number> {
  const valuesOf = once(() => events.map((event) => ({ event, values: observedIn(event) })));
  const all = () => new Set(valuesOf().flatMap(({ values }) => values));
  const named = await ports.indicators(tenantId, all, now.getTime());
  if (named.size === 0) return 0;
  const alerts = new Map<string, AlertDetection>();
  for (const { event, values } of valuesOf()) {
    const at = new Date(event.timestamp).toISOString();
    for (const value of values) {
      for (const indicator of named.get(value) ?? []) {
        if (!inForce(indicator, at)) continue;
        const alert = alertOf(tenantId, indicator, value, event, at);
        if (!alerts.has(alert.alert_id)) alerts.set(alert.alert_id, alert);
      }
    }
  }
  await writeAlerts(ports, tenantId, [...alerts.values()], now);
  return alerts.size;
}

function observedIn({ attributes }: CanonicalEvent): string[] {
  const values = new Set<string>();
  for (const field of fields) {
    const found: unknown = attributes[field];
    for (const value of Array.isArray(found) ? found : [found]) {
      if (typeof value !== 'string' || value === '' || value.length > MAX_LENGTH) continue;
      values.add(value.toLowerCase());
      if (values.size === MAX_VALUES) return [...values];
    }
  }
  return [...values];
}

function alertOf(
  tenantId: TenantId,
  indicator: Indicator,
  value: string,
  event: CanonicalEvent,
  at: string,
): AlertDetection {
  const level = levelOf(indicator);
  const { indicator_id: id, source_id: feed, name } = indicator;
  return {
    alert_id: uuidV5('alert', tenantId, INDICATOR_RULE_ID, id, at.slice(0, 13)),
    rule: { id: INDICATOR_RULE_ID, title: TITLE, level, tags: [] },
    severity: severityOfLevel[level],
    count: 1,
    first_seen: at,
    last_seen: at,
    group: {
      'threat.indicator.id': id,
      'threat.indicator.name': name,
      'threat.indicator.value': value,
      'threat.feed.source_id': feed,
    },
    evidence: [trimEvent(event, ALERT_EVIDENCE_BYTES)],
    evidence_total: 1,
    explanations: [],
    truncated: false,
    revision: 1,
  };
}

/** As sure as the feed is (STIX 2.1, "Confidence scales"); one that does not say is taken at its word. */
function levelOf({ confidence }: Indicator): Level {
  if (confidence === null || confidence >= 70) return 'high';
  return confidence >= 30 ? 'medium' : 'low';
}
