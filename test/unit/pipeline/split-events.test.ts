import { describe, expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import { MAX_EVENT_BYTES, MAX_EVENTS } from '#shared/pipeline/limits.ts';
import { splitEvents } from '#shared/pipeline/split-events.ts';
import { randomJson, seededRandom } from './random-json.ts';

const acme = tenantIdSchema.parse('acme');
const split = (text: string) => splitEvents(text, acme);
const refusal = (text: string): DomainError => {
  try {
    split(text);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the body was taken');
};

describe('one event', () => {
  test.each(['{"a":1}', '  {"a":1}\n', '{\n  "a": {\n    "b": [1,\n 2]\n  }\n}'])(
    '%j is one event',
    (text) => {
      expect(split(text)).toMatchObject({ events: [text.trim()], refused: [] });
    },
  );
});

describe('an array', () => {
  test('is cut at its own commas, not at those in texts, lists and objects', () => {
    const parts = [
      '{"a":"],[{}","b":"\\"},{\\"","c":"\\\\"}',
      '{"d":[[1,2],[3,{"e":"]"}]]}',
      '{}',
      '{"back":"slash\\\\\\"]","f":{"g":{}}}',
    ];
    expect(split(`[${parts.join(',')}]`)).toMatchObject({ events: parts, refused: [] });
    expect(split(` [\n ${parts.join(' \r\n,\t')} \n] \n`)).toMatchObject({ events: parts, refused: [] });
  });

  test('keeps 64-bit numbers and spelling as they were sent', () => {
    const parts = ['{"id":9223372036854775807}', '{"n":1.10,"e":1E5,"u":"\\u00e9"}'];
    expect(split(`[${parts.join(',')}]`).events).toEqual(parts);
  });

  test('loses only what is no object, by its index', () => {
    expect(split('[1,{"a":1},null,"x",[{"b":1}],true]')).toMatchObject({
      events: ['{"a":1}'],
      refused: [0, 2, 3, 4, 5].map((index) => ({ index, reason: 'an event must be a JSON object' })),
    });
  });

  test('and its slices parse to the same values, whatever is in it', () => {
    const random = seededRandom(20261122);
    for (let round = 0; round < 500; round++) {
      const values = Array.from({ length: 1 + Math.floor(random() * 6) }, () => ({
        v: randomJson(random, 4),
      }));
      const text = JSON.stringify(values, null, round % 3);
      expect(split(text).events.map((slice) => JSON.parse(slice))).toEqual(values);
      const lines = values.map((value) => JSON.stringify(value));
      expect(split(lines.join(round % 2 ? '\n' : '\r\n\r\n')).events).toEqual(lines);
    }
  });
});

describe('NDJSON', () => {
  test('has an event a line; blank lines and CRLF are nothing', () => {
    expect(split('\n{"a":1}\r\n\r\n  \n{"b":2}\r\n')).toMatchObject({
      events: ['{"a":1}', '{"b":2}'],
      refused: [],
    });
  });

  test('with its last line cut off loses that line alone', () => {
    expect(split('{"a":1}\n{"b":2}\n{"c":')).toMatchObject({
      events: ['{"a":1}', '{"b":2}'],
      refused: [{ index: 2, reason: 'not valid JSON (is the line cut off?)' }],
    });
  });

  test('loses lines that are scalars, arrays, or no UTF-8, each with its reason', () => {
    const { events, refused } = split('{"a":1}\n"x"\n[{"b":1}]\n\uFFFD\n7');
    expect(events).toEqual(['{"a":1}']);
    expect(refused.map(({ index, reason }) => [index, reason])).toEqual([
      [1, 'an event must be a JSON object'],
      [2, 'an event must be a JSON object'],
      [3, 'not UTF-8 text'],
      [4, 'an event must be a JSON object'],
    ]);
  });
});

describe('the tenant is never the body’s to choose', () => {
  test.each(['"globex"', 'null', '["acme"]', '{"id":"acme"}', '""', '"ACME"', '"acme "', '0'])(
    'an event with tenant_id %s is refused',
    (named) => {
      expect(split(`[{"a":1},{"tenant_id":${named}}]`)).toMatchObject({
        events: ['{"a":1}'],
        refused: [{ index: 1, reason: expect.stringContaining('tenant_id is not the tenant of the token') }],
      });
    },
  );

  test('its own name is harmless, and a prototype names nothing', () => {
    expect(split('{"tenant_id":"acme"}').events).toHaveLength(1);
    expect(split('{"__proto__":{"tenant_id":"globex"}}').events).toHaveLength(1);
  });
});

describe('a body of which nothing can be taken', () => {
  test.each([
    '1',
    '"x"',
    'null',
    'true',
    '[1,2]',
    'hello',
    '<xml/>',
    '{"a":1',
    '[{"a":1},',
    '{"tenant_id":"globex"}',
  ])('%s is a bad request that lists the reasons', (text) => {
    const error = refusal(text);
    expect(error.code).toBe('invalid_request');
    expect(error.details.rejected).toContainEqual({ index: 0, reason: expect.any(String) });
  });

  test('an empty array holds no event', () => {
    expect(refusal(' [ \n ] ')).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('no event'),
    });
  });

  test('at most a hundred reasons are listed', () => {
    expect(refusal(JSON.stringify(Array(150).fill(1))).details.rejected).toHaveLength(100);
  });
});

describe('the limits', () => {
  test(`${MAX_EVENTS} events are taken, one more is not`, () => {
    const lines = Array(MAX_EVENTS).fill('{}');
    expect(split(lines.join('\n')).events).toHaveLength(MAX_EVENTS);
    expect(refusal([...lines, '{}'].join('\n'))).toMatchObject({
      code: 'payload_too_large',
      details: { events: MAX_EVENTS + 1, limit: MAX_EVENTS },
    });
    expect(refusal(`[${[...lines, '{}'].join(',')}]`).code).toBe('payload_too_large');
  });

  test('an event over its size in bytes is refused alone', () => {
    const fits = `{"a":"${'x'.repeat(MAX_EVENT_BYTES - 8)}"}`;
    const wide = `{"a":"${'é'.repeat(MAX_EVENT_BYTES / 2)}"}`;
    expect(split(`[${fits},${wide},${fits.replace('a', 'aa')}]`)).toMatchObject({
      events: [fits],
      refused: [1, 2].map((index) => ({ index, reason: `larger than ${MAX_EVENT_BYTES} bytes` })),
    });
  });

  test('brackets nested as deep as the body is long neither hang nor overflow', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    expect(split(`[${deep},{}]`).events).toEqual([deep, '{}']);
  });
});
