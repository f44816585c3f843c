import { createHash } from 'node:crypto';
import { readFields } from '#shared/ways/protobuf.ts';

const MAGIC = Buffer.from([0xf3, 0x89, 0x9a, 0xc2]);
const MD5_BYTES = 16;
const RECORDS = 3;
const DATA = 3;

/** Whether it begins as the Kinesis Producer Library's aggregates do: no text does, since these bytes are no UTF-8. */
export const isKplAggregate = (record: Uint8Array): boolean =>
  record.length >= MAGIC.length + MD5_BYTES && MAGIC.compare(record, 0, MAGIC.length) === 0;

/**
 * The user records inside a Kinesis record that the Kinesis Producer Library aggregated ("KPL Aggregated Record
 * Format"): magic number, protobuf message, MD5 of the message. Null for a record that is none.
 * @throws Error for one that is damaged.
 */
export function kplRecords(record: Uint8Array): Uint8Array[] | null {
  if (!isKplAggregate(record)) return null;
  const message = record.subarray(MAGIC.length, record.length - MD5_BYTES);
  const sum = createHash('md5').update(message).digest();
  if (sum.compare(record, record.length - MD5_BYTES) !== 0) throw new Error('the checksum does not match');
  return [...readFields(message)].flatMap((field) =>
    field.number === RECORDS && field.kind === 'bytes' ? dataOf(field.value) : [],
  );
}

function dataOf(record: Uint8Array): Uint8Array[] {
  for (const field of readFields(record))
    if (field.number === DATA && field.kind === 'bytes') return [field.value];
  return [];
}
