import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { DomainError } from '#shared/errors.ts';
import { MAX_BODY_BYTES, MAX_UNZIPPED_BYTES } from '#shared/pipeline/limits.ts';
import { readBody } from '#shared/pipeline/read-body.ts';

const bytes = (text: string) => Buffer.from(text, 'utf8');
const refusal = (body: Uint8Array): DomainError => {
  try {
    readBody(body);
  } catch (error) {
    if (error instanceof DomainError) return error;
    throw error;
  }
  throw new Error('the body was taken');
};

describe('text and gzip are told by their bytes', () => {
  test('plain text comes out as it is', () => {
    expect(readBody(bytes('{"a":"é😀"}\n'))).toBe('{"a":"é😀"}\n');
  });

  test('a byte order mark is taken off, also inside gzip', () => {
    expect(readBody(bytes('\uFEFF{"a":1}'))).toBe('{"a":1}');
    expect(readBody(gzipSync('\uFEFF{"a":1}'))).toBe('{"a":1}');
  });

  test('gzip is unpacked, also of several members', () => {
    expect(readBody(gzipSync('{"a":1}'))).toBe('{"a":1}');
    expect(readBody(Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}')]))).toBe('{"a":1}\n{"b":2}');
  });
});

describe('a body that says nothing is a bad request', () => {
  test.each([
    ['empty', Buffer.alloc(0)],
    ['blank', bytes(' \r\n\t ')],
    ['only a byte order mark', bytes('\uFEFF')],
    ['gzip of nothing', gzipSync('')],
    ['gzip of blanks', gzipSync(' \n ')],
  ])('%s', (_name, body) => {
    expect(refusal(body)).toMatchObject({
      code: 'invalid_request',
      message: expect.stringMatching(/empty|blank/),
    });
  });

  test.each([
    ['cut off', gzipSync('{"a":1}'.repeat(100)).subarray(0, 30)],
    ['only its first two bytes', Buffer.from([0x1f, 0x8b])],
    [
      'damaged in the middle',
      gzipSync('{"a":1}'.repeat(100)).map((byte, i) => (i === 15 ? byte ^ 0xff : byte)),
    ],
  ])('gzip that is %s', (_name, body) => {
    expect(refusal(body)).toMatchObject({
      code: 'invalid_request',
      message: expect.stringContaining('cut off or damaged'),
    });
  });
});

describe('the limits', () => {
  test('4.5 MB are taken, one byte more is not', () => {
    const full = Buffer.alloc(MAX_BODY_BYTES, ' ');
    full.write('{}');
    expect(readBody(full).trim()).toBe('{}');
    expect(refusal(Buffer.alloc(MAX_BODY_BYTES + 1, ' '))).toMatchObject({
      code: 'payload_too_large',
      details: { size: MAX_BODY_BYTES + 1, limit: MAX_BODY_BYTES },
    });
  });

  test('a small gzip that unpacks to more than 20 MB is refused without unpacking it all', () => {
    const bomb = gzipSync(Buffer.alloc(MAX_UNZIPPED_BYTES * 5));
    expect(bomb.length).toBeLessThan(MAX_BODY_BYTES);
    expect(refusal(bomb)).toMatchObject({
      code: 'payload_too_large',
      details: { limit: MAX_UNZIPPED_BYTES },
    });
  });

  test('gzip of exactly 20 MB is taken', () => {
    const full = Buffer.alloc(MAX_UNZIPPED_BYTES, ' ');
    full.write('{}');
    expect(readBody(gzipSync(full, { level: 1 }))).toHaveLength(MAX_UNZIPPED_BYTES);
  });
});

describe('what is no text is an unsupported media type', () => {
  test.each([
    ['binary', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00, 0xff])],
    ['UTF-16 LE with its mark', Buffer.from('\uFEFF{"a":1}\n{"b":2}\n', 'utf16le')],
    ['UTF-16 LE', Buffer.from('{"a":1}\n{"b":2}\n', 'utf16le')],
    ['UTF-16 BE', Buffer.from('{"a":1}\n{"b":2}\n', 'utf16le').swap16()],
    ['Latin-1', Buffer.from('{"user":"J\u00f6rg"}', 'latin1')],
    ['an array in Latin-1', Buffer.from('[{"user":"J\u00f6rg"}\n,\n{"a":1}\n]', 'latin1')],
    ['gzip of binary', gzipSync(Buffer.from([0xff, 0xfe, 0x00]))],
    ['gzip of gzip', gzipSync(gzipSync('{"a":1}'))],
    ['zlib without the gzip head', deflateSync('{"a":1}')],
    ['text with NUL', bytes('{"a":1}\0')],
  ])('%s', (_name, body) => {
    expect(refusal(body).code).toBe('unsupported_media_type');
  });

  test('but a line that is no text does not take the other lines of NDJSON along', () => {
    const body = Buffer.concat([
      bytes('{"a":1}\r\n'),
      Buffer.from('{"user":"J\u00f6rg"}\n', 'latin1'),
      bytes('\0\0\0\0\n'),
      bytes('{"b":2}'),
    ]);
    expect(readBody(body).split('\n')).toEqual(['{"a":1}', '\uFFFD', '\uFFFD', '{"b":2}']);
    expect(readBody(gzipSync(body))).toBe(readBody(body));
  });
});
