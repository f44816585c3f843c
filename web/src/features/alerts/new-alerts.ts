import type { Alert } from '#shared/schema/alert.ts';
import { plural } from '../../ui/format.ts';

/** Alerts of `fresh` that were made after everything in `known`; an older one that slid into view is not new. */
export function newAlerts(known: readonly Alert[], fresh: readonly Alert[]): Alert[] {
  const ids = new Set(known.map((alert) => alert.alert_id));
  const newest =
    known
      .map((alert) => alert.created_at)
      .sort()
      .at(-1) ?? '';
  return fresh.filter((alert) => !ids.has(alert.alert_id) && alert.created_at >= newest);
}

/** What is said when alerts come in: the first by name, the rest by number. */
export function announcement(alerts: readonly Alert[]): string {
  const [first, ...rest] = alerts;
  if (!first) return '';
  const named = `New ${first.rule.level} alert: ${first.rule.title}`;
  return rest.length === 0 ? named : `${named}, and ${plural(rest.length, 'more', 'more')}`;
}
