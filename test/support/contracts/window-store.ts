import { describe, expect, test } from 'vitest';
import { tenantIdSchema } from '#shared/ids.ts';
import type { WindowStore, WindowWrite } from '#shared/ports/window-store.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

/** What every window store keeps to. `make` gives the store; each test uses keys of its own. */
export function windowStoreContract(make: () => WindowStore): void {
  let counter = 0;
  const newKey = () => `rule#${process.pid}-${Date.now()}-${counter++}`;
  const write = (key: string, expectedVersion: number, state: unknown): WindowWrite => ({
    key,
    expectedVersion,
    state,
    expiresAt: Math.floor(Date.now() / 1000) + 3_600,
  });

  describe('a window store', () => {
    test('has nothing for a key that was never written', async () => {
      expect(await make().load(acme, [newKey()])).toEqual(new Map());
      expect(await make().load(acme, [])).toEqual(new Map());
    });

    test('gives back what was saved, at version 1 and then one more each time', async () => {
      const store = make();
      const key = newKey();
      const first = { entries: [['a', 1, null, 0]], text: 'ä€😀', nothing: null };
      expect(await store.save(acme, [write(key, 0, first)])).toEqual([]);
      expect(await store.load(acme, [key])).toEqual(new Map([[key, { version: 1, state: first }]]));
      expect(await store.save(acme, [write(key, 1, { entries: [] })])).toEqual([]);
      expect(await store.load(acme, [key])).toEqual(new Map([[key, { version: 2, state: { entries: [] } }]]));
    });

    test('refuses a write over another version, names its key and writes the others', async () => {
      const store = make();
      const [taken, fresh, gone] = [newKey(), newKey(), newKey()];
      await store.save(acme, [write(taken, 0, 'theirs')]);
      const conflicts = await store.save(acme, [
        write(taken, 0, 'mine'),
        write(fresh, 0, 'mine'),
        write(gone, 3, 'mine'),
      ]);
      expect(conflicts.sort()).toEqual([taken, gone].sort());
      const stored = await store.load(acme, [taken, fresh, gone]);
      expect(stored.get(taken)).toEqual({ version: 1, state: 'theirs' });
      expect(stored.get(fresh)).toEqual({ version: 1, state: 'mine' });
      expect(stored.has(gone)).toBe(false);
    });

    test('lets exactly one of many writers at the same version through', async () => {
      const store = make();
      const key = newKey();
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) => store.save(acme, [write(key, 0, `writer ${i}`)])),
      );
      expect(answers.filter((conflicts) => conflicts.length === 0)).toHaveLength(1);
      expect((await store.load(acme, [key])).get(key)?.version).toBe(1);
    });

    test('keeps tenants apart under the same key', async () => {
      const store = make();
      const key = newKey();
      await store.save(acme, [write(key, 0, 'of acme')]);
      expect(await store.load(globex, [key])).toEqual(new Map());
      expect(await store.save(globex, [write(key, 0, 'of globex')])).toEqual([]);
      expect((await store.load(acme, [key])).get(key)?.state).toBe('of acme');
    });

    test('loads and saves more windows than one call of a database takes', async () => {
      const store = make();
      const keys = Array.from({ length: 230 }, newKey);
      expect(
        await store.save(
          acme,
          keys.map((key) => write(key, 0, { key })),
        ),
      ).toEqual([]);
      const stored = await store.load(acme, [...keys, newKey()]);
      expect(stored.size).toBe(230);
      for (const key of keys) expect(stored.get(key)).toEqual({ version: 1, state: { key } });
    });

    test('holds a state of more than 200 kB', async () => {
      const store = make();
      const key = newKey();
      const state = Array.from({ length: 9_000 }, (_, i) => [Math.sin(i).toString(36), i]);
      expect(JSON.stringify(state).length).toBeGreaterThan(200_000);
      await store.save(acme, [write(key, 0, state)]);
      expect((await store.load(acme, [key])).get(key)?.state).toEqual(state);
    });
  });
}
