/** Where a packed list begins, and how long it is. */
export type Packed = readonly [start: number, length: number];
/** Texts one after the other, and where each begins. */
export type PackedTexts = { starts: Packed; bytes: Packed };

/** The first number of every file; another form of it takes another one. */
const FORM = 0x67_68_72_01;
const HEAD = 3 * Int32Array.BYTES_PER_ELEMENT;

/**
 * Writes lists of numbers as they lie in memory, so that reading them again is no work: form, number of 32-bit
 * integers, bytes of the JSON; the integers, the JSON, and all that is bytes. Little-endian, as Lambda's processors are.
 */
export function makePacker() {
  const numbers: Int32Array[] = [];
  const bytes: Uint8Array[] = [];
  let count = 0;
  let size = 0;
  const packer = {
    numbers(list: ArrayLike<number>): Packed {
      numbers.push(Int32Array.from(list));
      count += list.length;
      return [count - list.length, list.length];
    },
    bytes(list: Uint8Array): Packed {
      bytes.push(list);
      size += list.length;
      return [size - list.length, list.length];
    },
    texts(list: readonly string[]): PackedTexts {
      const encoded = list.map((text) => Buffer.from(text));
      let at = 0;
      const starts = [0, ...encoded.map(({ length }) => (at += length))];
      return { starts: packer.numbers(starts), bytes: packer.bytes(Buffer.concat(encoded)) };
    },
    /** `json` holds the places of all that was packed. */
    finish(json: unknown): Uint8Array {
      const text = Buffer.from(JSON.stringify(json));
      const head = Int32Array.of(FORM, count, text.length);
      return Buffer.concat([...[head, ...numbers].map(bytesOf), text, ...bytes]);
    },
  };
  return packer;
}

/** Reads what a packer wrote; lists are views of `file`. @throws Error when it is something else. */
export function unpack(file: Uint8Array) {
  // A view of integers begins at a multiple of four.
  const all = file.byteOffset % Int32Array.BYTES_PER_ELEMENT === 0 ? file : file.slice();
  if (all.length < HEAD) throw notPacked();
  const [form, count = 0, length = 0] = new Int32Array(all.buffer, all.byteOffset, 3);
  const begin = HEAD + count * Int32Array.BYTES_PER_ELEMENT;
  if (form !== FORM || count < 0 || length < 0 || begin + length > all.length) throw notPacked();
  const numbers = new Int32Array(all.buffer, all.byteOffset + HEAD, count);
  const rest = all.subarray(begin + length);
  const textOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString();
  return {
    json: JSON.parse(textOf(all.subarray(begin, begin + length))) as unknown,
    numbers: ([start, size]: Packed): Int32Array => numbers.subarray(start, start + size),
    bytes: ([start, size]: Packed): Uint8Array => rest.subarray(start, start + size),
    /** Reads one of the texts. */
    texts({ starts, bytes: [start] }: PackedTexts): (i: number) => string {
      const places = numbers.subarray(starts[0], starts[0] + starts[1]);
      return (i) => textOf(rest.subarray(start + (places[i] ?? 0), start + (places[i + 1] ?? 0)));
    },
  };
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function notPacked(): Error {
  return new Error('The file is no saved ruleset of this version: build the functions again.');
}
