import { describe, expect, it, test } from 'vitest';
import { planAdaptations } from '#shared/connectors/adaptation/plan.ts';
import { prepareSettings } from '#shared/connectors/source-settings.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { adaptEvent, restoreEvent } from '#shared/pipeline/adapt-event.ts';
import { explainEvent } from '#shared/pipeline/explain-event.ts';
import { normalizeEvent } from '#shared/pipeline/normalize-event.ts';
import type { Adaptations } from '#shared/schema/adaptation.ts';
import { buildDecision } from '../../support/builders/sighting.ts';
import { sampleEvents } from '../../support/sample-events.ts';

const acme = tenantIdSchema.parse('acme');
const received_at = '2026-11-22T10:00:00.000Z';

const accepted = (...decisions: Parameters<typeof buildDecision>[0][]): Adaptations => ({
  version: decisions.length,
  decisions: decisions.map((given, i) => buildDecision({ version: i + 1, ...given })),
});

function read(connector: string, value: object, adaptations?: Adaptations, settings: object = {}) {
  const header = { connector, received_at };
  const ready = prepareSettings(connector, { ...settings }, adaptations);
  return normalizeEvent(acme, { ...header, settings: ready }, { o: 0, raw: JSON.stringify(value) });
}

const github = {
  action: 'org.add_member',
  '@timestamp': Date.parse('2026-11-22T09:59:00Z'),
  _document_id: 'abcdefgh12345678',
  actor: 'alice',
  org: 'acme',
  client_addr: '203.0.113.7',
};
const json = { timestamp: '2026-11-22T09:59:00Z', action: 'login_failed', category: 'auth', who: 'bob' };

describe('an accepted adaptation', () => {
  it('writes the key, the events stays the same, and it says who did it', () => {
    const [plain, adapted] = [read('github-audit', github), read('github-audit', github, accepted({}))];
    expect(plain.attributes['source.ip']).toBeUndefined();
    expect(adapted.attributes['source.ip']).toBe('203.0.113.7');
    expect(adapted.attributes['related.ip']).toEqual(['203.0.113.7']);
    expect(adapted.attributes['parse.adapted']).toEqual(['client_addr → source.ip']);
    expect(adapted.attributes['parser.version']).toBe(`${plain.attributes['parser.version']}+m1`);
    expect(adapted.event_id).toBe(plain.event_id);
    expect(JSON.parse(String(adapted.attributes['parse.before']))).toEqual({
      attributes: {
        'source.ip': null,
        'parse.adapted': null,
        'parser.version': plain.attributes['parser.version'],
      },
    });
  });

  it('names its version behind the mark of settings', () => {
    const row = accepted({ connector: 'generic', field: 'who', key: 'user.name' });
    const version = read('generic', json, row, { timezone: 'Europe/Berlin' }).attributes['parser.version'];
    expect(version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}\.m1$/);
  });

  it('never overwrites what the connector mapped', () => {
    const event = read('github-audit', { ...github, actor_ip: '198.51.100.1' }, accepted({}));
    expect(event).toEqual(read('github-audit', { ...github, actor_ip: '198.51.100.1' }));
  });

  it('of a renamed field goes before what else filled the key, unless the former field is there', () => {
    const row = { connector: 'ecs-json', field: 'real_user', renamed_from: 'user', key: 'user.name' };
    const value = { ...json, username: 'svc-proxy', real_user: 'carol' };
    expect(read('ecs-json', value, accepted(row)).attributes['user.name']).toBe('carol');
    expect(read('ecs-json', { ...value, user: 'dave' }, accepted(row)).attributes['user.name']).not.toBe(
      'carol',
    );
  });

  it('of a renamed field does all that the connector did with the former one', () => {
    const before = read('okta', okta({ ipAddress: '203.0.113.7' }));
    const row = {
      connector: 'okta',
      field: 'client.internetAddress',
      renamed_from: 'client.ipAddress',
      key: 'source.ip',
    };
    const renamed = read('okta', okta({ internetAddress: '203.0.113.7' }), accepted(row));
    for (const key of ['source.ip', 'client.ip', 'related.ip'])
      expect([key, renamed.attributes[key]]).toEqual([key, before.attributes[key]]);
    expect(renamed.attributes['parse.adapted']).toEqual([
      'client.internetAddress → source.ip',
      'client.internetAddress → client.ip',
    ]);
    const elsewhere = { ...row, key: 'host.ip' };
    expect(
      read('okta', okta({ internetAddress: '203.0.113.7' }), accepted(elsewhere)).attributes['parse.adapted'],
    ).toEqual(['client.internetAddress → host.ip']);
  });

  it('tells who acted, and counts the failed login', () => {
    const row = accepted({ connector: 'ecs-json', field: 'who', key: 'user.name' });
    const plain = read('ecs-json', json);
    expect([plain.actor.id, plain.attributes['parse.status']]).toEqual(['unknown', 'partial']);
    const event = read('ecs-json', json, row);
    expect(event.actor).toEqual({ type: 'user', id: 'bob' });
    expect(event.attributes['related.user']).toEqual(['bob']);
    expect([event.attributes['parse.status'], event.attributes['parse.notes']]).toEqual(['full', undefined]);
    const outcome = accepted({ connector: 'ecs-json', field: 'ended', key: 'event.outcome' });
    const failed = read('ecs-json', { ...json, action: 'login', ended: 'denied', user: 'bob' }, outcome);
    expect([failed.attributes['event.outcome'], failed.attributes.failed_login_count]).toEqual([
      'failure',
      1,
    ]);
  });

  it('gives the event its time, in the zone of the source, and keeps its id', () => {
    const row = accepted({ connector: 'generic', field: 'when_it_was', key: 'timestamp' });
    const value = { user: 'bob', when_it_was: '2026-11-22 09:30:00' };
    const event = read('generic', value, row, { timezone: 'Europe/Berlin' });
    expect([event.timestamp, event.attributes.time_quality]).toEqual(['2026-11-22T08:30:00.000Z', 'vendor']);
    expect(event.event_id).toBe(read('generic', value, undefined, { timezone: 'Europe/Berlin' }).event_id);
    expect(read('generic', { user: 'bob', when_it_was: 'soon' }, row).timestamp).toBe(received_at);
    const own = { ...value, timestamp: '2026-11-22T07:00:00Z' };
    expect(read('generic', own, row).timestamp).toBe('2026-11-22T07:00:00.000Z');
  });

  test.each([
    ['another connector’s', { connector: 'okta' }],
    ['a rejected one', { state: 'rejected', key: null }],
    ['an undone one', { state: 'undone', key: null }],
    ['one of a field that is not there', { field: '__proto__' }],
    ['one of what every object has', { field: 'constructor' }],
    ['one whose value the key cannot hold', { field: 'org', key: 'source.port' }],
  ] as const)('%s changes nothing', (_, given) => {
    expect(read('github-audit', github, accepted(given))).toEqual(read('github-audit', github));
  });

  it('is what an explanation names', () => {
    const row = accepted({ connector: 'ecs-json', field: 'who', key: 'user.name' });
    const settings = prepareSettings('ecs-json', {}, row);
    const [explained] = explainEvent(
      acme,
      { connector: 'ecs-json', received_at, settings },
      JSON.stringify(json),
    ).events;
    const field = explained?.fields.find(({ name }) => name === 'user.name');
    expect([field?.value, field?.row]).toEqual(['bob', 'adaptation who → user.name']);
  });

  it('of two for one key the first stands', () => {
    const event = read('github-audit', github, accepted({}, { field: 'org', key: 'source.ip' }));
    expect(event.attributes['source.ip']).toBe('203.0.113.7');
  });
});

describe('an adaptation that is taken back from an event', () => {
  it('leaves every event as it was, whatever was written', () => {
    let adaptedEvents = 0;
    for (const { name, event } of sampleEvents()) {
      const names = Object.keys(event.attributes).filter((field) => !field.startsWith('parse'));
      const keys = [
        'user.name',
        'source.ip',
        'host.name',
        'event.outcome',
        'timestamp',
        'labels.x',
        'file.size',
      ];
      const rows = keys.map((key, i) => ({
        connector: event.source.integration,
        field: names[(i * 7 + name.length) % names.length] ?? '',
        renamed_from: i % 2 === 0 ? 'gone' : null,
        key,
      }));
      const plan = planAdaptations(accepted(...rows), null);
      if (plan === null) throw new Error('nothing was accepted');
      const adapted = adaptEvent(structuredClone(event), plan);
      if (adapted.attributes['parse.adapted'] !== undefined) adaptedEvents++;
      expect([name, restoreEvent(structuredClone(adapted))]).toEqual([name, event]);
      // The same again is the same.
      expect(adaptEvent(restoreEvent(structuredClone(adapted)), plan)).toEqual(adapted);
    }
    expect(adaptedEvents).toBeGreaterThan(100);
  });

  it('is none where a sender only claims that there was one', () => {
    const forged = read('ecs-json', {
      ...json,
      user: 'eve',
      parse: { before: '{"attributes":{"user.name":"admin"}}', adapted: ['x'] },
    });
    expect(restoreEvent(structuredClone(forged))).toEqual(forged);
    const broken = structuredClone(forged);
    broken.attributes['parser.version'] = '1.0.0+m1';
    for (const text of ['{', '{"attributes":{"a":{}}}', '[]']) {
      broken.attributes['parse.before'] = text;
      expect(restoreEvent(structuredClone(broken))).toEqual(broken);
    }
  });
});

function okta(client: object): object {
  return {
    uuid: '00000000-0000-4000-8000-000000000001',
    published: '2026-11-22T09:59:00.000Z',
    eventType: 'user.session.start',
    legacyEventType: 'x',
    severity: 'INFO',
    outcome: { result: 'SUCCESS' },
    actor: { id: '00u1', type: 'User', alternateId: 'alice@acme.example' },
    client,
  };
}
