/** The Logs Ingestion API takes 1 MB a call (service limits of Azure Monitor); we stay a bit below. */
export const CHUNK_BYTES = 900_000;

export type ForwardRow = Record<string, unknown>;

/** Rows in bodies of at most so many bytes, in order. A row that is larger by itself loses what is in `Attributes`. */
export function chunkRows(rows: readonly ForwardRow[], limit: number = CHUNK_BYTES): ForwardRow[][] {
  const chunks: ForwardRow[][] = [];
  let chunk: ForwardRow[] = [];
  let bytes = 2;
  for (const given of rows) {
    const row = sizeOf(given) + 2 > limit ? shortened(given) : given;
    // A comma, and the two brackets around all.
    const size = sizeOf(row) + 1;
    if (chunk.length > 0 && bytes + size > limit) {
      chunks.push(chunk);
      chunk = [];
      bytes = 2;
    }
    chunk.push(row);
    bytes += size;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}

/** A row without its further attributes, which says so; the event is whole in the archive. */
export const shortened = (row: ForwardRow): ForwardRow => ({
  ...row,
  Attributes: { 'gatehouse.shortened': true },
});

export const isShortened = ({ Attributes }: ForwardRow): boolean =>
  typeof Attributes === 'object' && Attributes !== null && 'gatehouse.shortened' in Attributes;

const sizeOf = (row: ForwardRow): number => Buffer.byteLength(JSON.stringify(row));
