import { describe, expect, it, test } from 'vitest';
import { proposeFor } from '#shared/datasources/adaptations/propose.ts';
import { canHold, shapeOf } from '#shared/datasources/adaptations/value-fit.ts';
import type { Sighting } from '#shared/schema/adaptation.ts';
import { buildSighting } from '../../support/builders/sighting.ts';

const propose = (given: Partial<Sighting>, sent: readonly string[] = [], stillSent: readonly string[] = []) =>
  proposeFor({
    sighting: buildSighting({ connector: 'generic', beside: [], ...given }),
    sent: new Set(sent),
    stillSent: new Set(stillSent),
  });
const keyOf = (field: string, ...samples: string[]) => propose({ field, samples }).proposed_key;

describe('a proposal by the name', () => {
  test.each([
    ['cli_ip', '203.0.113.7', 'source.ip'],
    ['destinationAddress', '203.0.113.7', 'destination.ip'],
    ['dst_port_number', '443', 'destination.port'],
    ['userName', 'alice', 'user.name'],
    ['process.commandLine', 'whoami /all', 'process.command_line'],
    ['ActorIpAddress', '203.0.113.7', 'source.ip'],
    ['event_time', '2026-11-22T10:00:00Z', 'timestamp'],
  ])('of %s with values such as %s is %s', (field, sample, key) => {
    expect(keyOf(field, sample)).toBe(key);
  });

  it('says in words why, and how sure it is', () => {
    const { confidence, reason } = propose({ field: 'clientIp', samples: ['203.0.113.7'] });
    expect(confidence).toBeGreaterThan(0.7);
    expect(reason).toBe(
      'The name clientIp means source.ip in logs of m365, gcp-audit. Its values are IP addresses, such as 203.0.113.7.',
    );
  });

  it('is none where neither name nor values say anything', () => {
    expect(propose({ field: 'foo', samples: ['bar'] })).toEqual({
      renamed_from: null,
      proposed_key: null,
      confidence: 0,
      reason: 'Neither its name nor its values tell where it belongs.',
    });
  });

  test.each([
    ['ticket_code', 'T-17'],
    ['happened_in', 'Berlin'],
    ['retry_count', '3'],
    ['colour', 'red'],
  ])('is none for %s with values such as %s', (field, sample) => {
    expect(keyOf(field, sample)).toBe(null);
  });

  it('is none for what may be a secret', () => {
    const { proposed_key, reason } = propose({ field: 'user_password', samples: ['•••'] });
    expect([proposed_key, reason]).toEqual([null, expect.stringContaining('secrets')]);
  });

  it('is none for a key that the events have already', () => {
    const { proposed_key, reason } = propose({
      field: 'cli_ip',
      samples: ['203.0.113.7'],
      beside: ['source.ip'],
    });
    expect([proposed_key, reason]).toEqual([null, expect.stringContaining('have source.ip already')]);
  });

  it('never is the name of the event, since another one would make another event of it', () => {
    expect(keyOf('event.id', 'a81bc81b-dead-4e5d-abff-90865d1e13b1')).not.toBe('event.id');
  });
});

describe('a proposal by the values', () => {
  test.each([
    ['contact', 'alice@acme.example', 'user.email'],
    ['sum', 'a'.repeat(32), 'file.hash.md5'],
    ['sum', 'a'.repeat(40), 'file.hash.sha1'],
    ['sum', 'a'.repeat(64), 'file.hash.sha256'],
    ['landing', 'https://acme.example/x', 'url.original'],
  ])('of %s with values such as %s is %s', (field, sample, key) => {
    expect(keyOf(field, sample)).toBe(key);
  });

  test.each([
    ['cli_ip', 'alice'],
    ['dst_port_number', 'https'],
    ['dst_port_number', '99999'],
    ['user_name', '203.0.113.7'],
    ['email', 'alice'],
    ['sha256', 'not a hash'],
    ['status_code', 'fine'],
    ['event_time', 'yesterday'],
  ])('of %s is not what %s cannot be', (field, sample) => {
    const key = keyOf(field, sample);
    expect(key === null || canHold(key, sample)).toBe(true);
    expect(['source.ip', 'destination.port', 'user.name', 'user.email', 'timestamp']).not.toContain(key);
  });

  it('holds for all of them, not for one', () => {
    expect(keyOf('cli_ip', '203.0.113.7', 'unknown host')).toBe(null);
  });
});

describe('a renamed field', () => {
  const github = { connector: 'github-audit', beside: ['action', 'actor', 'event.action', 'user.name'] };
  const sent = ['action', 'actor', 'actor_ip', 'event.action', 'source.ip', 'user.name'];

  it('is one that comes in the place of another and is called alike', () => {
    expect(propose({ ...github, field: 'actorIpAddress' }, sent)).toMatchObject({
      renamed_from: 'actor_ip',
      proposed_key: 'source.ip',
      reason: expect.stringContaining(
        'actor_ip, which this source sent as source.ip, never comes with this field',
      ),
    });
  });

  it('is told by its values too, where only one field held such', () => {
    expect(propose({ ...github, field: 'whence' }, sent)).toMatchObject({
      renamed_from: 'actor_ip',
      proposed_key: 'source.ip',
    });
  });

  it('is none where the former one stands beside it, or never came, or still comes a day later', () => {
    const beside = [...github.beside, 'actor_ip'];
    expect(propose({ ...github, beside, field: 'actorIpAddress' }, sent).renamed_from).toBe(null);
    expect(propose({ ...github, field: 'actorIpAddress' }).renamed_from).toBe(null);
    expect(propose({ ...github, field: 'actorIpAddress' }, sent, ['actor_ip']).renamed_from).toBe(null);
  });

  it('is none where the values are not what the former one held', () => {
    expect(propose({ ...github, field: 'actorIpAddress', samples: ['Berlin'] }, sent).renamed_from).toBe(
      null,
    );
  });

  it('is not told where more stood beside it than was kept', () => {
    const beside = Array.from({ length: 200 }, (_, i) => `f${i}`);
    expect(propose({ ...github, beside, field: 'actorIpAddress' }, sent).renamed_from).toBe(null);
  });

  it('is told in text that keeps no vendor’s name by the key that is empty since', () => {
    expect(
      propose({ field: 'whence', beside: ['destination.ip'] }, ['source.ip', 'destination.ip']).proposed_key,
    ).toBe('source.ip');
  });
});

test('values have the shape that tells most', () => {
  const shapes = [
    '203.0.113.7',
    '2001:db8::1',
    '00:1b:44:11:3a:b7',
    'https://a.example/',
    'a@b.example',
    'd'.repeat(40),
  ];
  expect(
    [...shapes, '2026-11-22T10:00:00Z', '1795323540', 'db.acme.example', '12', 'word'].map(shapeOf),
  ).toEqual(['ip', 'ip', 'mac', 'url', 'email', 'hash', 'time', 'time', 'host', 'number', 'text']);
});
