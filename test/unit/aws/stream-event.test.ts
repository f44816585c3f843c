import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord, KinesisStreamEvent } from 'aws-lambda';
import { expect, test } from 'vitest';
import { headerOf } from '#shared/aws/http-headers.ts';
import { readRow } from '#shared/aws/stored-row.ts';
import { kinesisRecords, kinesisRecordsByCode, readChanges, rowChanges } from '#shared/aws/stream-event.ts';
import { caseSchema } from '#shared/schema/case.ts';
import { buildCase } from '../../support/builders/case.ts';

const image = (row: object) =>
  marshall(row) as NonNullable<NonNullable<DynamoDBRecord['dynamodb']>['NewImage']>;

test('a Kinesis record is its bytes and its sequence number', () => {
  const kinesis = { sequenceNumber: '49', data: Buffer.from([0x1f, 0x8b, 0xff]).toString('base64') };
  expect(kinesisRecords({ Records: [{ kinesis }] } as KinesisStreamEvent)).toEqual([
    { sequence: '49', data: Buffer.from([0x1f, 0x8b, 0xff]) },
  ]);
});

test('records are told apart by the customer code in their partition key, unread', () => {
  const record = (partitionKey: string, sequenceNumber: string) => ({
    kinesis: { partitionKey, sequenceNumber, data: '' },
  });
  const Records = [record('acme#1', '1'), record('umbra#0', '2'), record('acme#7', '3')];
  const byCode = kinesisRecordsByCode({ Records } as KinesisStreamEvent);
  expect([...byCode].map(([code, records]) => [code, records.map(({ sequence }) => sequence)])).toEqual([
    ['acme', ['1', '3']],
    ['umbra', ['2']],
  ]);
});

test('a row is there as it is now, or gone as it was last', () => {
  const changes = rowChanges({
    Records: [
      { eventName: 'INSERT', dynamodb: { NewImage: image({ a: 1 }) } },
      { eventName: 'MODIFY', dynamodb: { OldImage: image({ a: 1 }), NewImage: image({ a: 2 }) } },
      { eventName: 'REMOVE', dynamodb: { OldImage: image({ a: 2, b: [null, true] }) } },
      { eventName: 'REMOVE', dynamodb: {} },
      {},
    ],
  });
  expect(changes).toEqual([
    { kind: 'put', row: { a: 1 }, before: null },
    { kind: 'put', row: { a: 2 }, before: { a: 1 } },
    { kind: 'gone', row: { a: 2, b: [null, true] } },
  ]);
});

test('a row that does not read is told and left out, and the others of its batch go on', () => {
  const good = buildCase();
  const skipped: string[] = [];
  const Records = [good, { ...good, severity: 'enormous' }, { ...good, case_id: 'other' }].map((row) => ({
    dynamodb: { NewImage: image(row) },
  }));
  const read = readChanges(
    { Records },
    ({ row }) => readRow(caseSchema, row, []).case_id,
    (reason) => skipped.push(reason),
  );
  expect(read).toEqual([good.case_id, 'other']);
  expect(skipped).toEqual([expect.stringContaining('severity')]);
  expect(skipped[0]).not.toContain('enormous');
});

test('a header is found however it is spelled', () => {
  expect(headerOf({ 'X-Tenant-ID': 'acme' }, 'x-tenant-id')).toBe('acme');
  expect(headerOf({ 'x-tenant-id': '' }, 'x-tenant-id')).toBe('');
  expect(headerOf({ host: 'x' }, 'x-tenant-id')).toBeUndefined();
  expect(headerOf(null, 'x-tenant-id')).toBeUndefined();
  expect(headerOf(undefined, 'x-tenant-id')).toBeUndefined();
});
