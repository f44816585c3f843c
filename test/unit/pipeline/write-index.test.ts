import { describe, expect, test } from 'vitest';
import { indexCases } from '#shared/pipeline/index-cases.ts';
import { writeIndex } from '#shared/pipeline/write-index.ts';
import type { IndexChange } from '#shared/ports/search-index.ts';
import { buildAlert } from '../../support/builders/alert.ts';
import { buildCase } from '../../support/builders/case.ts';
import { type Disturbance, makeMemorySearch } from '../../support/memory-search.ts';
import { rejection } from '../../support/rejection.ts';

const acme = buildAlert('acme').tenant_id;
const alerts = (count: number): IndexChange[] =>
  Array.from({ length: count }, (_, i) => ({
    kind: 'put-alert',
    alert: buildAlert('acme', { alert_id: `a${i}` }),
  }));

async function run(disturb: Disturbance, changes = alerts(10)) {
  const search = makeMemorySearch(disturb);
  const waits: number[] = [];
  const done = writeIndex({ search, sleep: async (ms) => void waits.push(ms) }, acme, changes);
  return { search, waits, done };
}

describe('writing to the index', () => {
  test('takes one call when nothing is in the way, and none for no change', async () => {
    const { search, waits, done } = await run(() => undefined);
    await done;
    expect([search.calls, search.documents.size, waits]).toEqual([1, 10, []]);
    const idle = await run(() => undefined, []);
    await idle.done;
    expect(idle.search.calls).toBe(0);
  });

  test('tries only those again that were refused, waiting longer each time', async () => {
    const { search, waits, done } = await run((call, position) =>
      call < 2 && position % 2 === 1 ? 429 : undefined,
    );
    await done;
    expect(search.documents.size).toBe(10);
    expect(search.calls).toBe(3);
    expect(waits).toEqual([200, 400]);
  });

  test('tries all again after a call that failed whole', async () => {
    const { search, done } = await run((call) => (call < 4 ? 'down' : undefined));
    await done;
    expect([search.calls, search.documents.size]).toEqual([5, 10]);
  });

  test('gives up after five tries, so that the stream delivers the batch again', async () => {
    const { search, done } = await run((_call, position) => (position === 0 ? 503 : undefined));
    expect(await rejection(done)).toMatchObject({
      code: 'unavailable',
      message: 'The search index refused 1 of 10 changes.',
    });
    expect(search.calls).toBe(5);
  });

  test('passes on what is no overload at once', async () => {
    let calls = 0;
    const write = () => {
      calls++;
      return Promise.reject(new Error('mapping'));
    };
    await expect(
      writeIndex({ search: { write }, sleep: async () => undefined }, acme, alerts(1)),
    ).rejects.toThrow('mapping');
    expect(calls).toBe(1);
  });
});

test('of several changes of one case the last one counts, each tenant apart', async () => {
  const search = makeMemorySearch();
  const item = buildCase('acme', { case_id: 'same' });
  const other = buildCase('globex', { case_id: 'same', version: 9 });
  const gone = buildCase('acme', { case_id: 'gone' });
  const back = buildCase('acme', { case_id: 'back' });
  await indexCases({ search, sleep: async () => undefined }, [
    { kind: 'put', item },
    { kind: 'put', item: gone },
    { kind: 'put', item: other },
    { kind: 'gone', item: back },
    { kind: 'put', item: { ...item, version: 2 } },
    { kind: 'gone', item: gone },
    { kind: 'put', item: { ...back, version: 3 } },
  ]);
  expect([...search.documents]).toEqual([
    ['acme/case/same', 2],
    ['acme/case/back', 3],
    ['globex/case/same', 9],
  ]);
});
