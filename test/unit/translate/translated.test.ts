import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import { normalizeEvent } from '#shared/pipeline/normalize-event.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { toEcs } from '#shared/translate/ecs/to-ecs.ts';
import { toOcsf } from '#shared/translate/ocsf/to-ocsf.ts';
import { translate } from '#shared/translate/translate.ts';
import { toUdm } from '#shared/translate/udm/to-udm.ts';
import { buildEvent } from '../../support/builders/event.ts';
import { ecsTableText } from '../../support/write-ecs-fields.ts';

const acme = tenantIdSchema.parse('acme');
const raw = 'Nov 22 05:58:59 web-1 sshd[812]: Failed password for alice from 203.0.113.7 port 50122 ssh2';
const failedLogin = normalizeEvent(
  acme,
  { connector: 'linux', received_at: '2026-11-22T06:00:00.000Z', timezone: null },
  { o: 0, raw },
);
const withAttributes = (attributes: CanonicalEvent['attributes'], given: Partial<CanonicalEvent> = {}) =>
  buildEvent('acme', { ...given, attributes });

describe('a failed login over ssh', () => {
  test('is an ECS document whose fields ECS knows, and the rest under gatehouse', () => {
    expect(toEcs(failedLogin)).toMatchObject({
      '@timestamp': '2026-11-22T05:58:59.000Z',
      ecs: { version: '9.4.0' },
      event: {
        kind: 'event',
        category: ['authentication'],
        type: ['info'],
        outcome: 'failure',
        original: raw,
      },
      source: { ip: '203.0.113.7', port: 50122 },
      user: { name: 'alice' },
      gatehouse: {
        event_id: failedLogin.event_id,
        tenant_id: 'acme',
        category: 'auth',
        fields: { failed_login_count: 1, 'parse.status': 'full' },
      },
    });
  });

  test('is an OCSF authentication that failed, with its address, account and machine', () => {
    expect(toOcsf(failedLogin)).toMatchObject({
      class_uid: 3002,
      class_name: 'Authentication',
      category_uid: 3,
      activity_id: 1,
      activity_name: 'Logon',
      type_uid: 300201,
      type_name: 'Authentication: Logon',
      status_id: 2,
      status: 'Failure',
      time: Date.parse('2026-11-22T05:58:59.000Z'),
      user: { name: 'alice' },
      src_endpoint: { ip: '203.0.113.7', port: 50122 },
      device: { hostname: 'web-1', type_id: 0 },
      raw_data: raw,
      metadata: { version: '1.8.0', profiles: ['host'], tenant_uid: 'acme', uid: failedLogin.event_id },
      unmapped: { gatehouse: { category: 'auth' }, fields: { failed_login_count: 1 } },
    });
  });

  test('is a UDM login with the violation that Google asks for', () => {
    expect(toUdm(failedLogin)).toMatchObject({
      metadata: { event_type: 'USER_LOGIN', event_timestamp: '2026-11-22T05:58:59.000Z' },
      principal: { ip: ['203.0.113.7'], port: 50122 },
      target: { hostname: 'web-1', user: { userid: 'alice' } },
      extensions: { auth: { outcome: 'FAILURE' } },
      security_result: [{ category: ['AUTH_VIOLATION'], action: ['BLOCK'] }],
      additional: {
        'event.original': raw,
        failed_login_count: 1,
        gatehouse: { event_id: failedLogin.event_id },
      },
    });
  });
});

describe('ECS', () => {
  test('takes what fits and keeps the whole value aside where it takes only a part', () => {
    const document = toEcs(
      withAttributes({
        'event.category': ['process', 'no such category'],
        'event.type': ['start', 'denied'],
        'source.ip': 'a.host.example',
        'source.mac': '00:00:5e:00:53:01',
        'destination.port': '443',
        'user.name': ['alice', 'bob'],
        'dns.answers.data': ['192.0.2.1', '192.0.2.2'],
        'dns.answers.type': 'A',
        'user.groups': 'admins',
      }),
    );
    expect(document).toMatchObject({
      event: { category: ['process'], type: ['start'] },
      source: { mac: '00-00-5E-00-53-01' },
      destination: { port: 443 },
      user: { name: 'alice' },
      dns: { answers: [{ data: '192.0.2.1', type: 'A' }, { data: '192.0.2.2' }] },
    });
    expect((document.gatehouse as Record<string, unknown>).fields).toEqual({
      'event.category': ['process', 'no such category'],
      'event.type': ['start', 'denied'],
      'source.ip': 'a.host.example',
      'user.name': ['alice', 'bob'],
      'user.groups': 'admins',
    });
  });

  test('has its table as the release of @elastic/ecs says it', () => {
    const written = readFileSync(
      new URL('../../../shared/translate/ecs/fields.json', import.meta.url),
      'utf8',
    );
    expect(written).toBe(ecsTableText());
  });
});

describe('OCSF', () => {
  test('goes to the general class, with nothing lost, where a class demands what the event has not', () => {
    const event = withAttributes(
      { 'event.category': ['process'], 'event.type': ['start'], 'process.name': 'sh' },
      { category: 'endpoint' },
    );
    expect(toOcsf(event)).toMatchObject({
      class_uid: 0,
      activity_id: 99,
      unmapped: { fields: { 'process.name': 'sh' } },
    });
  });

  test('names the profiles of what a control and a cloud say, and the extension of registry events', () => {
    const denied = withAttributes(
      {
        'event.category': ['network'],
        'event.type': ['connection', 'denied'],
        'source.ip': '192.0.2.1',
        'rule.name': 'deny all',
        'cloud.provider': 'aws',
      },
      { category: 'network' },
    );
    expect(toOcsf(denied)).toMatchObject({
      type_uid: 400105,
      action: 'Denied',
      disposition: 'Blocked',
      firewall_rule: { name: 'deny all' },
      metadata: { profiles: ['cloud', 'security_control'] },
    });
    const registry = withAttributes({ 'event.category': ['registry'], 'registry.path': 'HKLM\\Run\\x' });
    expect(toOcsf(registry)).toMatchObject({
      class_uid: 201001,
      category_uid: 1,
      metadata: { extensions: [{ name: 'win', version: '1.8.0' }] },
    });
  });

  test('never mixes two accounts: the changed one and the changing one stay apart', () => {
    const event = withAttributes({
      'event.category': ['iam'],
      'event.type': ['user', 'deletion'],
      'user.name': 'admin',
      'user.id': '1',
      'user.target.name': 'bob',
    });
    const { user, actor } = toOcsf(event) as { user: unknown; actor: { user: unknown } };
    expect(user).toEqual({ name: 'bob' });
    expect(actor.user).toEqual({ name: 'admin', uid: '1' });
  });
});

describe('UDM', () => {
  test('goes to a type whose demands the event meets', () => {
    const typeOf = (attributes: CanonicalEvent['attributes'], target = 'unknown') =>
      (
        toUdm(withAttributes(attributes, { category: 'network', target: { type: 'asset', id: target } }))
          .metadata as Record<string, unknown>
      ).event_type;
    const dns = {
      'event.category': ['network'],
      'dns.question.name': 'a.example',
      'dns.question.type': 'AAAA',
    };
    expect(typeOf({ ...dns, 'source.ip': '192.0.2.1' })).toBe('NETWORK_DNS');
    expect(typeOf({ ...dns, 'destination.ip': '192.0.2.1' })).toBe('NETWORK_UNCATEGORIZED');
    expect(typeOf(dns)).toBe('GENERIC_EVENT');
    const registry = {
      'event.category': ['registry'],
      'event.type': ['deletion'],
      'registry.path': 'HKLM\\x',
    };
    expect(typeOf(registry, 'web-1')).toBe('REGISTRY_DELETION');
    expect(typeOf(registry)).toBe('GENERIC_EVENT');
  });
});

test('the canonical form is the event itself', () => {
  expect(translate(failedLogin, 'canonical')).toBe(failedLogin);
});
