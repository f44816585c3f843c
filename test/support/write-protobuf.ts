/** Writes protobuf by hand, so that the reader is not tested with a writer that shares its mistakes. */
const varintBytes = (value: bigint): number[] => {
  const out: number[] = [];
  let left = BigInt.asUintN(64, value);
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    out.push(left === 0n ? low : low | 0x80);
  } while (left !== 0n);
  return out;
};

const key = (number: number, type: number): number[] => varintBytes(BigInt(number * 8 + type));

export const group = (...fields: readonly Uint8Array[]): Uint8Array => Buffer.concat(fields);

export const varint = (number: number, value: bigint): Uint8Array =>
  Uint8Array.from([...key(number, 0), ...varintBytes(value)]);

export const bytes = (number: number, value: Uint8Array): Uint8Array =>
  Buffer.concat([Uint8Array.from([...key(number, 2), ...varintBytes(BigInt(value.length))]), value]);

export const text = (number: number, value: string): Uint8Array => bytes(number, Buffer.from(value));

export function fixed64(number: number, value: bigint): Uint8Array {
  const data = Buffer.alloc(8);
  data.writeBigUInt64LE(value);
  return Buffer.concat([Uint8Array.from(key(number, 1)), data]);
}

export function double(number: number, value: number): Uint8Array {
  const data = Buffer.alloc(8);
  data.writeDoubleLE(value);
  return Buffer.concat([Uint8Array.from(key(number, 1)), data]);
}
