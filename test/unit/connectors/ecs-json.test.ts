import { describe, expect, test } from 'vitest';
import { categoryOf } from '#shared/connectors/ecs-json/category.ts';
import { ecsJson } from '#shared/connectors/ecs-json/connector.ts';

const read = (value: Record<string, unknown>) => ecsJson.read(value);

describe('the category', () => {
  test.each([
    ['authentication', 'auth'],
    ['IAM', 'auth'],
    ['process', 'endpoint'],
    ['malware', 'endpoint'],
    ['intrusion_detection', 'network'],
    ['web', 'network'],
    ['configuration', 'cloud'],
    ['kubernetes', 'k8s'],
    ['database', 'storage'],
    ['ops', 'ops'],
  ])('%s is %s', (word, category) => {
    expect(categoryOf({ 'event.category': word })).toBe(category);
  });

  test('of several words authentication wins, otherwise the first known one', () => {
    expect(categoryOf({ 'event.category': ['network', 'authentication'] })).toBe('auth');
    expect(categoryOf({ 'event.category': ['host', 'process', 'network'] })).toBe('endpoint');
    expect(categoryOf({ 'event.category': ['nonsense', 7, 'dns'] })).toBe('network');
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])('%s is no category', (word) => {
    expect(categoryOf({ 'event.category': word })).toBe('ops');
  });

  test.each([
    [{ failed_login_count: 3 }, 'auth'],
    [{ 'event.action': 'user_login' }, 'auth'],
    [{ 'event.action': 'Logout' }, 'auth'],
    [{ 'event.action': 'FailedLogon' }, 'auth'],
    [{ 'orchestrator.type': 'kubernetes' }, 'k8s'],
    [{ 'kubernetes.namespace': 'x' }, 'k8s'],
    [{ 'process.command_line': 'ls' }, 'endpoint'],
    [{ 'process.name': 'ls' }, 'endpoint'],
    [{ 'cloud.provider': 'aws' }, 'cloud'],
    [{ 'destination.ip': '192.0.2.1' }, 'network'],
    [{ 'dns.question.name': 'a.example' }, 'network'],
    [{ message: 'hello' }, 'ops'],
  ] as const)('without one, the fields tell: %j is %s', (attributes, category) => {
    expect(categoryOf(attributes)).toBe(category);
  });
});

describe('who acted on what', () => {
  test('a user before a service, a service before an address', () => {
    expect(read({ user: 'alice', src_ip: '192.0.2.1' }).actor).toEqual({ type: 'user', id: 'alice' });
    expect(read({ service: { name: 'cron' }, src_ip: '192.0.2.1' }).actor).toEqual({
      type: 'service',
      id: 'cron',
    });
    expect(read({ client_ip: '192.0.2.1' }).actor).toEqual({ type: 'service', id: '192.0.2.1' });
  });

  test('the ECS field stands before the plain name, and an empty one is none', () => {
    expect(read({ username: 'plain', 'user.name': 'ecs' }).actor.id).toBe('ecs');
    expect(read({ user: '', username: 'bob' }).actor.id).toBe('bob');
    expect(read({ user: ['carol', 'dave'], 'user.name': ['carol', 'dave'] }).actor.id).toBe('carol');
  });

  test('an event that names nobody says so', () => {
    const { actor, target, notes } = read({ message: 'hello' });
    expect([actor, target]).toEqual([
      { type: 'service', id: 'unknown' },
      { type: 'asset', id: 'unknown' },
    ]);
    expect(notes).toEqual(['no field names who acted (user.name, source.ip, host.name)']);
  });

  test('the target is the host, or where it went', () => {
    expect(read({ hostname: 'web-1', dst_ip: '192.0.2.1' }).target.id).toBe('web-1');
    expect(read({ user: 'a', url: { domain: 'x.example' } }).target.id).toBe('x.example');
  });
});

describe("the vendor's id", () => {
  test('is ECS event.id, or a long id under a plain name', () => {
    expect(read({ event: { id: 'e-1' } }).vendorId).toBe('e-1');
    expect(read({ event_id: '3f2b8c1e-8f6e-4a52-9a39-4f4b1c0c7d11' }).vendorId).toBe(
      '3f2b8c1e-8f6e-4a52-9a39-4f4b1c0c7d11',
    );
    expect(read({ eventID: '9223372036854775807' }).vendorId).toBe('9223372036854775807');
  });

  test.each([
    [{ event_id: 4625 }],
    [{ 'event.id': 4625 }],
    [{ event: { id: '4625' } }],
    [{ eventID: '%ASA-6-302013' }],
    [{ event_id: 'login_failed' }],
    [{ event: { id: 'AUTH_FAILED' } }],
    [{ uuid: '3f2b8c1e-8f6e-4a52-9a39-4f4b1c0c7d11' }],
    [{ host: { uuid: '3f2b8c1e' } }],
    [{}],
  ])('%j names a kind of event or a device, and no occurrence', (value) => {
    expect(read(value).vendorId).toBeNull();
  });
});

describe('time, outcome and severity', () => {
  test('the time is taken from the usual names, @timestamp first', () => {
    expect(read({ timestamp: 'b', '@timestamp': 'a' }).time).toBe('a');
    for (const name of ['timestamp', 'time', 'ts', 'eventTime']) expect(read({ [name]: 'x' }).time).toBe('x');
    expect(read({ '@timestamp': 'a' }).attributes).toEqual({});
  });

  test('the outcome is said in ECS words, another word is left as it is', () => {
    expect(read({ user: 'a', result: 'DENIED' }).attributes['event.outcome']).toBe('failure');
    expect(read({ user: 'a', status: 'pending' }).attributes['event.outcome']).toBe('pending');
  });

  test('a counted failed login without an outcome is a failure', () => {
    expect(read({ user: 'a', failed_login_count: 4 }).attributes).toMatchObject({
      failed_login_count: 4,
      'event.outcome': 'failure',
    });
    expect(read({ user: 'a', failed_login_count: 0 }).attributes['event.outcome']).toBeUndefined();
  });

  test.each([
    [{ severity: 'CRITICAL' }, 10],
    [{ level: 'warn' }, 4],
    [{ severity: 7.4 }, 7],
    [{ severity: 11 }, 1],
    [{ severity: 'constructor' }, 1],
    [{ action: 'login_failed' }, 3],
    [{}, 1],
  ])('%j has severity %d', (value, severity) => {
    expect(read(value).severity).toBe(severity);
  });
});
