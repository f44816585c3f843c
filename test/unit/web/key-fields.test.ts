import { describe, expect, it } from 'vitest';
import { fieldOf, jsonLines, keyFieldNames, keyFields } from '../../../web/src/features/alerts/key-fields.ts';
import { pushExample } from '../../../web/src/features/sources/push-example.ts';
import { buildEvent } from '../../support/builders/event.ts';

const event = buildEvent('acme', {
  attributes: {
    'source.ip': '203.0.113.7',
    'user.name': 'alice',
    'event.outcome': 'failure',
    'related.ip': ['203.0.113.7', '198.51.100.1'],
    failed_login_count: 1,
  },
});

describe('a field of an event', () => {
  it('is found by its flat name, whether its own or an attribute', () => {
    expect(fieldOf(event, 'actor.id')).toBe('alice');
    expect(fieldOf(event, 'source.ip')).toBe('203.0.113.7');
    expect(fieldOf(event, 'source.system')).toBe('vpn');
    expect(fieldOf(event, 'category')).toBe('auth');
    expect(fieldOf(event, 'related.ip')).toBe('203.0.113.7, 198.51.100.1');
    expect(fieldOf(event, 'failed_login_count')).toBe('1');
    expect(fieldOf(event, 'no.such')).toBeNull();
    expect(fieldOf(event, 'attributes')).toBeNull();
  });
});

describe('the key fields of an event', () => {
  it('begin with what the rule grouped by, and leave out what the actor’s column shows', () => {
    expect(keyFields(event, { 'event.outcome': 'failure' })).toEqual([
      ['event.outcome', 'failure'],
      ['source.ip', '203.0.113.7'],
      ['failed_login_count', '1'],
    ]);
  });

  it('keep a grouped field even where it repeats the actor', () => {
    expect(keyFields(event, { 'user.name': 'alice' })[0]).toEqual(['user.name', 'alice']);
  });

  it('are marked in the JSON, and nothing else is', () => {
    const lines = jsonLines(event, new Set(keyFieldNames({ 'actor.id': 'alice' })));
    const marked = lines.filter((line) => line.marked).map((line) => line.text);
    expect(marked).toEqual([
      '"id": "alice"',
      '"id": "vpn-1"',
      '"source.ip": "203.0.113.7",',
      '"user.name": "alice",',
      '"event.outcome": "failure",',
      '"failed_login_count": 1',
    ]);
  });

  it('stand in JSON that is still the whole event', () => {
    const text = jsonLines(event, new Set())
      .map((line) => line.text)
      .join('');
    expect(JSON.parse(text)).toEqual(event);
  });
});

describe('the command beside a new token', () => {
  it('pushes one event with it', () => {
    const command = pushExample('https://soc.example', 'tok-1', new Date('2026-11-22T10:00:00Z'));
    expect(command).toContain(
      "curl -X POST https://soc.example/v1/ingest/events \\\n  -H 'Authorization: Bearer tok-1'",
    );
    const body = /-d '(.+)'$/.exec(command)?.[1] ?? '';
    expect(JSON.parse(body)).toMatchObject({
      '@timestamp': '2026-11-22T10:00:00.000Z',
      user: { name: 'alice' },
    });
  });
});
