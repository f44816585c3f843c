import type { AttributeValue, CanonicalEvent } from '#shared/schema/event.ts';
import { count, epoch, firstText, int32, texts } from '#shared/translate/convert.ts';
import type { Convert, Shape, Target } from '#shared/translate/shape.ts';

/** The release of OCSF that the events follow, in `metadata.version`. */
export const OCSF_VERSION = '1.8.0';

/** ECS counts nanoseconds, OCSF milliseconds. */
const milliseconds: Convert = (value) => {
  const nanoseconds = count()(value);
  return typeof nanoseconds === 'number' ? Math.round(nanoseconds / 1e6) : undefined;
};

/** ATT&CK names as they come beside their ids; a list of several techniques can't say which tactic each is of. */
const attack: Shape = {
  at: 'attacks[]',
  rows: [],
  parts: [
    {
      at: 'tactic',
      needs: [['name', 'uid']],
      rows: [
        ['threat.tactic.id', 'uid', firstText, 'partly'],
        ['threat.tactic.id', 'uid'],
        ['threat.tactic.name', 'name', firstText, 'partly'],
        ['threat.tactic.name', 'name'],
      ],
    },
    {
      at: 'technique',
      needs: [['name', 'uid']],
      rows: [
        ['threat.technique.id', 'uid', firstText, 'partly'],
        ['threat.technique.id', 'uid'],
        ['threat.technique.name', 'name', firstText, 'partly'],
        ['threat.technique.name', 'name'],
      ],
    },
  ],
};

/** What every class has: the event itself, where it comes from, the cloud, the rule and ATT&CK. */
export const common: readonly Shape[] = [
  {
    at: '',
    rows: [
      ['message', 'message'],
      ['event.original', 'raw_data'],
      ['event.duration', 'duration', milliseconds],
      ['event.start', 'start_time', epoch],
      ['event.end', 'end_time', epoch],
      ['event.reason', 'status_detail'],
      ['error.message', 'status_detail'],
      ['error.code', 'status_code'],
    ],
  },
  {
    at: 'metadata',
    rows: [
      ['$event_id', 'uid'],
      ['$tenant', 'tenant_uid'],
      ['event.code', 'event_code'],
      ['event.action', 'event_code'],
      ['event.id', 'original_event_uid'],
      ['event.dataset', 'log_name'],
      ['event.provider', 'log_provider'],
      ['event.ingested', 'logged_time', epoch],
      ['log.level', 'log_level'],
      ['event.sequence', 'sequence', int32],
      ['tags', 'labels[]', texts],
    ],
    parts: [
      {
        at: 'product',
        rows: [
          ['observer.product', 'name'],
          ['$system', 'name'],
          ['$unknown', 'name'],
          ['observer.vendor', 'vendor_name'],
          ['observer.version', 'version'],
        ],
      },
    ],
  },
  {
    at: 'cloud',
    needs: [['provider']],
    rows: [
      ['cloud.provider', 'provider'],
      ['cloud.region', 'region'],
      ['cloud.availability_zone', 'zone'],
      ['cloud.project.id', 'project_uid'],
    ],
    parts: [
      {
        at: 'account',
        needs: [['name', 'uid']],
        rows: [
          ['cloud.account.id', 'uid'],
          ['cloud.account.name', 'name'],
        ],
      },
      {
        at: 'org',
        needs: [['name', 'uid']],
        rows: [
          ['organization.id', 'uid'],
          ['organization.name', 'name'],
        ],
      },
    ],
  },
  {
    at: 'firewall_rule',
    needs: [['name', 'uid']],
    rows: [
      ['rule.name', 'name'],
      ['rule.id', 'uid'],
      ['rule.category', 'category'],
      ['rule.description', 'desc'],
      ['rule.version', 'version'],
      ['rule.ruleset', 'type'],
    ],
  },
  attack,
];

/** ECS `related.*` → observables of these types. */
const related: readonly (readonly [string, number, string])[] = [
  ['related.ip', 2, 'IP Address'],
  ['related.user', 4, 'User Name'],
  ['related.hosts', 1, 'Hostname'],
  ['related.hash', 8, 'Hash'],
];

export function observablesOf(attributes: CanonicalEvent['attributes'], placed: Set<string>): Target[] {
  return related.flatMap(([key, type_id, type]) => {
    const value: AttributeValue | undefined = attributes[key];
    if (value === undefined) return [];
    placed.add(key);
    return (Array.isArray(value) ? value : [value]).map((item) => ({ type_id, type, value: String(item) }));
  });
}
