import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readRow, setFields } from '#shared/aws/stored-row.ts';

const schema = z.strictObject({ name: z.string(), count: z.number() });

describe('a stored row', () => {
  it('loses the storage’s own fields and keeps the rest', () => {
    expect(readRow(schema, { pk: 'a', name: 'n', count: 1 }, ['pk'])).toEqual({ name: 'n', count: 1 });
  });

  it('that is damaged is an error which names the fields and none of the values', () => {
    const read = () => readRow(schema, { name: 42, count: 'secret', extra: 'secret' }, []);
    expect(read).toThrow(/name.*count/s);
    expect(read).not.toThrow(/secret/);
  });
});

describe('an update of fields', () => {
  it('uses placeholders only, and leaves undefined fields out', () => {
    expect(setFields({ status: 'open', gone: undefined, size: null })).toEqual({
      UpdateExpression: 'SET #f0 = :f0, #f1 = :f1',
      ExpressionAttributeNames: { '#f0': 'status', '#f1': 'size' },
      ExpressionAttributeValues: { ':f0': 'open', ':f1': null },
    });
  });
});
