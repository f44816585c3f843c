/** One field of a protobuf message; `value` is a number for varints that fit, the bytes for strings and messages. */
export type Field =
  | { number: number; kind: 'varint'; value: bigint }
  | { number: number; kind: 'fixed64'; value: bigint; double: number }
  | { number: number; kind: 'fixed32'; value: number }
  | { number: number; kind: 'bytes'; value: Uint8Array };

/**
 * The fields of one protobuf message in their order on the wire (protobuf.dev, "Encoding"). Groups, which proto3 lacks,
 * are refused.
 * @throws Error for bytes that are no message.
 */
export function* readFields(bytes: Uint8Array): Generator<Field> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new Error('a number is cut off');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new Error('a number is longer than 64 bits');
  };
  const need = (length: number): number => {
    if (at + length > bytes.length) throw new Error('a field is cut off');
    at += length;
    return at - length;
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const number = Math.floor(key / 8);
    if (number === 0) throw new Error('a field has number 0');
    switch (key % 8) {
      case 0:
        yield { number, kind: 'varint', value: varint() };
        break;
      case 1: {
        const start = need(8);
        const value = view.getBigUint64(start, true);
        yield { number, kind: 'fixed64', value, double: view.getFloat64(start, true) };
        break;
      }
      case 2: {
        const length = Number(varint());
        const start = need(length);
        yield { number, kind: 'bytes', value: bytes.subarray(start, start + length) };
        break;
      }
      case 5:
        yield { number, kind: 'fixed32', value: view.getUint32(need(4), true) };
        break;
      default:
        throw new Error(`wire type ${key % 8} is not of proto3`);
    }
  }
}

/** @returns the bytes of a field of varint kind; nothing for 0, as proto3 leaves defaults out. */
export function writeVarint(number: number, value: number): Uint8Array {
  return value === 0
    ? new Uint8Array()
    : Uint8Array.from([...varintBytes(number * 8), ...varintBytes(value)]);
}

/** @returns the bytes of a string or message field; nothing when it is empty. */
export function writeBytes(number: number, value: Uint8Array): Uint8Array {
  if (value.length === 0) return new Uint8Array();
  return Buffer.concat([
    Uint8Array.from([...varintBytes(number * 8 + 2), ...varintBytes(value.length)]),
    value,
  ]);
}

function varintBytes(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  bytes.push(left);
  return bytes;
}
