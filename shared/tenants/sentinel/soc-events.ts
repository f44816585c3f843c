import type { Alert } from '#shared/schema/alert.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** A column of `SocEvents_CL`: Log Analytics and data collection rules spell the types differently. */
type Column = { name: string; table: string; stream: string };

const text = (name: string): Column => ({ name, table: 'string', stream: 'string' });
const whole = (name: string): Column => ({ name, table: 'int', stream: 'int' });

/** What Gatehouse sends to a customer's Sentinel: events and alerts side by side, told apart by `Kind`. */
export const socEventColumns: readonly Column[] = [
  { name: 'TimeGenerated', table: 'dateTime', stream: 'datetime' },
  text('Kind'),
  text('EventId'),
  text('TenantCode'),
  text('Category'),
  whole('Severity'),
  text('Actor'),
  text('Target'),
  text('SourceSystem'),
  text('Integration'),
  text('Action'),
  text('Outcome'),
  text('SourceIp'),
  text('DestinationIp'),
  text('UserName'),
  text('HostName'),
  text('RuleId'),
  text('RuleName'),
  text('Level'),
  text('Status'),
  text('Techniques'),
  whole('EventCount'),
  { name: 'Attributes', table: 'dynamic', stream: 'dynamic' },
];

export type SocEvent = Record<string, unknown> & { TimeGenerated: string; Kind: 'event' | 'alert' };

/** Log Analytics cuts a column at 64 KB (service limits of Azure Monitor); the raw text stays in the archive. */
const LONGEST = 8_000;

const clip = (value: unknown): string | undefined =>
  value === undefined || value === null ? undefined : String(value).slice(0, LONGEST);

export function socEventOf(event: CanonicalEvent): SocEvent {
  const { attributes } = event;
  const { 'event.original': _raw, ...kept } = attributes;
  return {
    TimeGenerated: event.timestamp,
    Kind: 'event',
    EventId: event.event_id,
    TenantCode: event.tenant_id,
    Category: event.category,
    Severity: event.severity,
    Actor: event.actor.id,
    Target: event.target.id,
    SourceSystem: event.source.system,
    Integration: event.source.integration,
    Action: clip(attributes['event.action']),
    Outcome: clip(attributes['event.outcome']),
    SourceIp: clip(attributes['source.ip']),
    DestinationIp: clip(attributes['destination.ip']),
    UserName: clip(attributes['user.name']),
    HostName: clip(attributes['host.name']),
    Attributes: Object.fromEntries(
      Object.entries(kept).map(([name, value]) => [name, typeof value === 'string' ? clip(value) : value]),
    ),
  };
}

/** The time is that of the row and not of the events, so that the newest row of an alert has its present status. */
export function socAlertOf(alert: Alert): SocEvent {
  const techniques = alert.rule.tags.filter((tag) => /^attack\.t\d/i.test(tag));
  return {
    TimeGenerated: alert.updated_at,
    Kind: 'alert',
    EventId: alert.alert_id,
    TenantCode: alert.tenant_id,
    Severity: alert.severity,
    Actor: alert.group['actor.id'] ?? alert.evidence[0]?.actor.id,
    RuleId: alert.rule.id,
    RuleName: alert.rule.title,
    Level: alert.rule.level,
    Status: alert.status,
    Techniques: techniques.map((tag) => tag.slice('attack.'.length).toUpperCase()).join(' '),
    EventCount: Math.round(alert.count),
    Attributes: alert.group,
  };
}
