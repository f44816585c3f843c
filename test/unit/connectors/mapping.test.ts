import { describe, expect, test } from 'vitest';
import { MAPPING_KEYS } from '#shared/connectors/generic/mapping-keys.ts';
import { assertSettings, prepareSettings } from '#shared/connectors/source-settings.ts';
import { DomainError } from '#shared/errors.ts';
import { explainEvent } from '#shared/pipeline/explain-event.ts';
import { normalizePack } from '#shared/pipeline/normalize-pack.ts';
import { translate } from '#shared/translate/translate.ts';
import { buildRawPack } from '../../support/builders/pack.ts';
import { ecsFields } from '../../support/write-ecs-fields.ts';

const received_at = '2026-11-22T06:00:00.000Z';
type Row = { from: string; to: string | string[]; [more: string]: unknown };

function normalize(raw: string | object, mapping: readonly Row[], more: object = {}) {
  const settings = { mapping, ...more };
  assertSettings('generic', settings);
  const text = typeof raw === 'string' ? raw : JSON.stringify(raw);
  const pack = buildRawPack('acme', { connector: 'generic', received_at, events: [{ o: 0, raw: text }] });
  const { packs, failures } = normalizePack(pack, 1, prepareSettings('generic', settings));
  return { events: packs.flatMap((one) => one.pack.events), failures };
}

function read(raw: string | object, mapping: readonly Row[], more: object = {}) {
  const { events, failures } = normalize(raw, mapping, more);
  expect(failures).toEqual([]);
  const [event] = events;
  if (event === undefined) throw new Error('no event was made');
  return event;
}

/** What is refused of a mapping: path and message of each issue. */
function refusals(mapping: unknown): string[] {
  try {
    assertSettings('generic', { mapping });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return (error.details.issues as { path: string; message: string }[]).map(
      ({ path, message }) => `${path} ${message}`,
    );
  }
  return [];
}

const shop: Row[] = [
  { from: 'client.addr', to: 'source.ip', as: 'ip' },
  { from: 'who', to: 'user.name', required: true },
  { from: 'when', to: 'timestamp', format: 'dd.MM.yyyy HH:mm:ss' },
  { from: 'kind', to: 'category', values: { logon: 'auth' }, otherwise: 'ops' },
  { from: 'result', to: 'event.outcome', values: { 0: 'success', 7: 'failure' } },
  { from: 'lvl', to: 'severity', values: { crit: 9, warn: 4 }, otherwise: 1 },
  { from: 'shop', to: 'labels.shop' },
];
const logon = {
  who: 'bob',
  client: { addr: '192.0.2.7' },
  when: '22.11.2026 05:58:59',
  kind: 'logon',
  result: 7,
  lvl: 'warn',
  shop: '12',
};

describe('a mapping', () => {
  test('reads the JSON of the documentation as the documentation says', () => {
    const event = read(logon, shop, { timezone: 'Europe/Berlin' });
    expect(event).toMatchObject({
      timestamp: '2026-11-22T04:58:59.000Z',
      category: 'auth',
      severity: 4,
      actor: { type: 'user', id: 'bob' },
      source: { integration: 'generic' },
      attributes: {
        'source.ip': '192.0.2.7',
        'user.name': 'bob',
        'event.outcome': 'failure',
        'event.category': ['authentication'],
        'labels.shop': '12',
        failed_login_count: 1,
        'related.ip': ['192.0.2.7'],
        'parse.status': 'full',
        time_quality: 'vendor',
        kind: 'logon',
      },
    });
    for (const form of ['ecs', 'ocsf', 'udm'] as const) expect(translate(event, form)).toBeTruthy();
  });

  test.each([
    ['CEF', 'CEF:0|Acme|Door|1|100|entry|5|peer=192.0.2.7 badge=bob gate=443'],
    ['LEEF', 'LEEF:1.0|Acme|Door|1|100|peer=192.0.2.7\tbadge=bob\tgate=443'],
    [
      'key=value behind syslog',
      '<38>1 2026-11-22T05:58:59Z door-1 doord - - - peer=192.0.2.7 badge=bob gate=443',
    ],
    ['two pairs without any header', 'peer=192.0.2.7 badge=bob gate=443'],
    ['JSON', '{"peer":"192.0.2.7","badge":"bob","gate":"443"}'],
    [
      'JSON in a shipper’s object',
      JSON.stringify({ message: '{"peer":"192.0.2.7","badge":"bob","gate":443}' }),
    ],
  ])('finds the vendor’s names in %s', (_, raw) => {
    const { attributes } = read(raw, [
      { from: 'peer', to: ['source.ip', 'client.ip'], as: 'ip' },
      { from: 'badge', to: 'user.name' },
      { from: 'gate', to: 'destination.port', as: 'port' },
    ]);
    expect(attributes).toMatchObject({
      'source.ip': '192.0.2.7',
      'client.ip': '192.0.2.7',
      'user.name': 'bob',
      'destination.port': 443,
    });
  });

  test('goes before what the names themselves seem to say, and its first row before the others', () => {
    const raw = { src: '198.51.100.1', real: '192.0.2.7', other: '192.0.2.8', user: 'proxy' };
    const { attributes } = read(raw, [
      { from: 'real', to: 'source.ip' },
      { from: 'other', to: 'source.ip' },
    ]);
    expect(attributes).toMatchObject({ 'source.ip': '192.0.2.7', 'user.name': 'proxy', src: '198.51.100.1' });
  });

  test('takes the header of CEF by its dictionary’s names, and a severity without a list from 0 to 10', () => {
    const raw = 'CEF:0|Acme|Door|1|forced|entry|5|prio=99';
    const event = read(raw, [
      { from: 'deviceEventClassId', to: 'event.action' },
      { from: 'prio', to: 'severity' },
    ]);
    expect([event.attributes['event.action'], event.severity]).toEqual(['forced', 10]);
  });

  test('names an event by the vendor’s id', () => {
    const id = (raw: object) => read(raw, [{ from: 'no', to: 'event.id' }]).event_id;
    expect(id({ no: 7, text: 'a' })).toBe(id({ text: 'b', no: 7 }));
    expect(id({ no: 7 })).not.toBe(id({ no: 8 }));
  });

  test.each([
    ['epoch_s', '1795323539', '2026-11-22T04:58:59.000Z'],
    ['epoch_ms', '1795323539123', '2026-11-22T04:58:59.123Z'],
    ['epoch_us', '1795323539123456', '2026-11-22T04:58:59.123Z'],
    ['epoch_ns', '1795323539123456789', '2026-11-22T04:58:59.123Z'],
    ["yyyyMMdd'T'HHmmssZ", '20261122T055859+01:00', '2026-11-22T04:58:59.000Z'],
    ['M/d/yyyy h:mm:ss a', '11/22/2026 4:58:59 AM', '2026-11-22T04:58:59.000Z'],
    ['M/d/yyyy h:mm a', '11/21/2026 12:05 PM', '2026-11-21T12:05:00.000Z'],
    ['dd-MMM-yy HH:mm:ss.SSS', '22-Nov-26 04:58:59.5', '2026-11-22T04:58:59.500Z'],
    ['MM/dd HH:mm', '11/22 04:58', '2026-11-22T04:58:00.000Z'],
    [undefined, '2026-11-22 04:58:59', '2026-11-22T04:58:59.000Z'],
  ])('reads a time of the form %s', (format, at, expected) => {
    const row: Row = { from: 'at', to: 'timestamp', ...(format === undefined ? {} : { format }) };
    expect(read({ at, user: 'bob' }, [row]).timestamp).toBe(expected);
  });

  test.each([
    [{ from: 'x', to: 'source.ip', as: 'ip' }, 'bastion', 'x is no IP address'],
    [{ from: 'x', to: 'source.port', as: 'port' }, '70000', 'x is no port'],
    [{ from: 'x', to: 'file.size', as: 'number' }, 'large', 'x is no number'],
    [
      { from: 'x', to: 'timestamp', format: 'dd.MM.yyyy HH:mm' },
      '2026-11-22',
      'x is no time of the form dd.MM.yyyy HH:mm',
    ],
    [
      { from: 'x', to: 'timestamp', format: 'dd.MM.yyyy HH:mm' },
      '40.11.2026 05:00',
      'x is no time of the form dd.MM.yyyy HH:mm',
    ],
    [{ from: 'x', to: 'severity', values: { a: 1 } }, 'b', 'x has a value that the mapping does not list'],
    [{ from: 'x', to: 'severity' }, 'loud', 'x is no number'],
  ])('notes what is there but not understood: %j of %j', (row, x, note) => {
    const { attributes } = read({ x, user: 'bob' }, [row as Row]);
    expect([attributes['parse.status'], attributes['parse.notes']]).toEqual(['partial', [note]]);
  });

  test('sidelines an event without a required field with its reason, under a version of its own', () => {
    const { who: _, ...nobody } = logon;
    const { events, failures } = normalize(nobody, shop);
    expect(events).toEqual([]);
    expect(failures).toMatchObject([
      {
        reason: 'the event could not be read: the mapping requires who, which is not there',
        parser: { name: 'generic', version: expect.stringMatching(/^1\.2\.0\+[0-9a-f]{8}$/) },
        raw: JSON.stringify(nobody),
      },
    ]);
    const mended = shop.map((row) => ({ ...row, required: false }));
    expect(normalize(nobody, mended).events).toHaveLength(1);
    const version = normalize('{', mended).failures[0]?.parser.version;
    expect(version).not.toBe(failures[0]?.parser.version);
  });

  test('is shown row by row by explain', () => {
    const settings = prepareSettings('generic', { mapping: shop });
    const pack = { connector: 'generic', received_at, settings };
    const { events } = explainEvent(buildRawPack('acme').tenant_id, pack, JSON.stringify(logon));
    const by = Object.fromEntries(events[0]?.fields.map(({ name, by }) => [name, by]) ?? []);
    expect(by['labels.shop']).toContain('mapping shop → labels.shop');
  });

  test('reaches into no prototype, whatever its paths are', () => {
    const { attributes } = read({ user: 'bob' }, [
      { from: 'constructor.name', to: 'labels.a' },
      { from: '__proto__', to: 'labels.b' },
    ]);
    expect([attributes['labels.a'], attributes['labels.b']]).toEqual([undefined, undefined]);
  });
});

describe('a bad mapping', () => {
  test.each([
    ['source.ipp', 'did you mean source.ip?'],
    ['src_ip', 'did you mean source.ip?'],
    ['username', 'did you mean user.name?'],
    ['timestmp', 'did you mean timestamp?'],
    ['Labels.Shop', 'use labels.<name>'],
    ['zzzzzzzzzzzzzzzzzzzzzzz', 'use labels.<name>'],
    ['__proto__', 'is no canonical key'],
    ['tenant_id', 'is no canonical key'],
  ])('with the key %s is told the nearest one', (to, said) => {
    const [first] = refusals([{ from: 'x', to }]);
    expect(first).toContain('settings.mapping.0.to is no canonical key');
    expect(first).toContain(said);
  });

  test.each([
    [{ from: 'x', to: 'source.ip', as: 'colour' }, 'settings.mapping.0.as'],
    [{ from: 'x', to: 'source.ip', colour: 1 }, 'settings.mapping.0'],
    [{ from: '', to: 'source.ip' }, 'settings.mapping.0.from'],
    [{ from: 'x', to: 'source.ip', format: 'epoch_s' }, 'format is for the timestamp only'],
    [{ from: 'x', to: 'timestamp', format: 'dd.MM' }, 'format must be epoch_s'],
    [{ from: 'x', to: 'timestamp', format: 'QQQ yyyy' }, 'format must be epoch_s'],
    [{ from: 'x', to: 'timestamp', as: 'number' }, 'timestamp takes a format'],
    [{ from: 'x', to: 'severity', values: { a: 11 } }, 'whole numbers from 0 to 10'],
    [{ from: 'x', to: 'severity', values: { a: 1 }, otherwise: 'low' }, 'whole numbers from 0 to 10'],
    [{ from: 'x', to: 'category' }, 'must say which value is which category'],
    [{ from: 'x', to: 'category', values: { a: 'login' } }, 'must be among auth, endpoint'],
    [{ from: 'x', to: 'user.name', otherwise: 'nobody' }, 'needs values beside it'],
  ])('is refused by row and field: %j', (row, said) => {
    expect(refusals([row]).join('\n')).toContain(said);
  });

  test('is refused when it is empty, no list, or has too many rows', () => {
    const row = { from: 'x', to: 'labels.x' };
    for (const mapping of [[], {}, 'x', Array.from({ length: 301 }, () => row)])
      expect(refusals(mapping)).toHaveLength(1);
  });

  test('that no release of ours takes is left out, and the events are read without it', () => {
    const settings = prepareSettings('generic', { mapping: [{ from: 'x', to: 'gone.key' }] });
    expect(settings.mark).toBe('');
  });
});

test('every key that a mapping may fill is a field of ECS', () => {
  expect(MAPPING_KEYS.filter((key) => ecsFields[key] === undefined)).toEqual([]);
  expect(new Set(MAPPING_KEYS).size).toBe(MAPPING_KEYS.length);
});
