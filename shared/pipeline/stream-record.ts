/** One record of a stream as a handler sees it, whatever stream brought it. */
export type StreamRecord = { sequence: string; data: Uint8Array };

/** Reads all records; those that can't be read are kept as failures, so that one poison record never stops a batch. */
export async function readRecords<P>(
  records: readonly StreamRecord[],
  decode: (data: Uint8Array) => P,
  sideline: (record: StreamRecord, reason: string) => Promise<void>,
): Promise<P[]> {
  const packs: P[] = [];
  for (const record of records) {
    let pack: P;
    try {
      pack = decode(record.data);
    } catch (error) {
      await sideline(record, error instanceof Error ? error.message : 'unreadable');
      continue;
    }
    packs.push(pack);
  }
  return packs;
}
