import { describe, expect, test } from 'vitest';
import { gatehouseEvent } from '#shared/connectors/gatehouse-event/connector.ts';

const read = (value: Record<string, unknown>) =>
  gatehouseEvent.read({ category: 'auth', actor: 'alice', ...value });

describe('an unlabelled event is canonical', () => {
  test.each([
    { category: 'auth', actor: { id: 'alice' } },
    { category: 'k8s', actor: 'alice' },
    { category: 'ops', actor: { id: 1000 } },
  ])('when it has a canonical category and names its actor: %j', (value) => {
    expect(gatehouseEvent.sniff(value)).toBe(true);
  });

  test.each([
    { category: 'authentication', actor: { id: 'alice' } },
    { category: 'auth' },
    { category: 'auth', actor: '' },
    { category: 'auth', actor: { id: '' } },
    { category: 'auth', actor: null },
    { actor: { id: 'alice' } },
    { category: ['auth'], actor: 'alice' },
  ])('and otherwise not: %j', (value) => {
    expect(gatehouseEvent.sniff(value)).toBe(false);
  });
});

describe('parts that are missing or odd', () => {
  test('an unknown category is ops, and noted', () => {
    const { category, notes } = read({ category: 'weather' });
    expect([category, notes]).toEqual(['ops', ['category is not one of the canonical ones: ops assumed']]);
  });

  test.each([
    [undefined, 1, 0],
    [null, 1, 0],
    [0, 0, 0],
    ['7', 7, 0],
    [9.6, 10, 0],
    ['', 1, 1],
    [true, 1, 1],
    [-1, 1, 1],
    [11, 1, 1],
    [{ toString: 1 }, 1, 1],
  ])('severity %j is %d, with %d notes', (given, severity, notes) => {
    const parsed = read({ severity: given });
    expect([parsed.severity, parsed.notes.length]).toEqual([severity, notes]);
  });

  test('actor and target are text or objects; only service and workload are other than user and asset', () => {
    expect(
      read({ actor: { type: 'service', id: 'cron' }, target: { type: 'workload', id: 'pod' } }),
    ).toMatchObject({
      actor: { type: 'service', id: 'cron' },
      target: { type: 'workload', id: 'pod' },
    });
    expect(read({ actor: { type: 'robot' }, target: 'db-1' })).toMatchObject({
      actor: { type: 'user', id: 'unknown' },
      target: { type: 'asset', id: 'db-1' },
    });
    expect(read({ actor: { id: 42 } }).actor.id).toBe('42');
  });

  test('attributes that are no object are none', () => {
    for (const attributes of [null, 'x', 7, [1]]) expect(read({ attributes }).attributes).toEqual({});
  });

  test('the source is text or an object with a system', () => {
    expect(read({ source: 'okta' }).system).toBe('okta');
    expect(read({ source: { system: 'okta' } }).system).toBe('okta');
    expect(read({}).system).toBe('unknown');
  });
});

test("the id is the event's own, unless it is a code that many events share", () => {
  expect(read({ event_id: 'evt-1', id: 'other-2' }).vendorId).toBe('evt-1');
  expect(read({ id: 'evt-2' }).vendorId).toBe('evt-2');
  expect(read({ event_id: 4625 }).vendorId).toBeNull();
  expect(read({ event_id: '4625', id: 'evt-3' }).vendorId).toBe('evt-3');
  expect(read({ event_id: 1234567890 }).vendorId).toBe('1234567890');
});

test('action, outcome and count at the top stand for the attributes, which win where both are there', () => {
  expect(read({ action: 'login', outcome: 'DENIED' }).attributes).toEqual({
    'event.action': 'login',
    'event.outcome': 'failure',
    failed_login_count: 1,
  });
  expect(read({ failed_login_count: 10 }).attributes).toEqual({ failed_login_count: 10 });
  expect(read({ action: 'login', attributes: { 'event.action': 'logout' } }).attributes).toEqual({
    'event.action': 'logout',
  });
});

test('fields beside the canonical ones become attributes, and never overwrite one', () => {
  const { attributes } = read({
    url: { path: '/admin' },
    source: { system: 'proxy', integration: 'x', ip: '192.0.2.8' },
    tag: 'outer',
    attributes: { tag: 'inner' },
    tenant_id: 'acme',
  });
  expect(attributes).toEqual({ 'url.path': '/admin', 'source.ip': '192.0.2.8', tag: 'inner' });
});

describe('a failed login under the names that sources use', () => {
  test.each([
    { attributes: { event_type: 'login_failure' } },
    { attributes: { action: 'login', result: 'failed' } },
    { attributes: { status: 'failure' } },
    { attributes: { event_action: 'logon', event_outcome: 'failure' } },
    { eventType: 'user_login', success: false },
  ])('counts as one: %j', (value) => {
    expect(read(value).attributes.failed_login_count).toBe(1);
  });

  test.each([
    { attributes: { action: 'login', result: 'ok' } },
    { attributes: { action: 'login', status: 200 } },
    { attributes: { action: 'read', status: 'failure' } },
    { eventType: 'user_login', success: true },
  ])('and what did not fail, or is no login, does not: %j', (value) => {
    expect(read(value).attributes.failed_login_count).toBeUndefined();
  });
});
