import { describe, expect, it } from 'vitest';
import { makeDynamoFieldStore } from '#shared/aws/dynamo-field-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { FieldStore } from '#shared/ports/field-store.ts';
import { buildSighting } from '../support/builders/sighting.ts';
import { memoryFields } from '../support/memory-fields.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

describe('the store of unknown fields', () => {
  const scratch = scratchTables('sources');
  const stores: [string, () => FieldStore][] = [
    ['in DynamoDB', () => makeDynamoFieldStore(scratch.client, { sourcesTable: scratch.names.sources })],
    ['in memory', () => memoryFields()],
  ];

  describe.each(stores)('%s', (where, make) => {
    const source_id = `source-${where.length}`;

    it('adds what it is told, keeps the first time, and takes three samples for fewer', async () => {
      const store = make();
      const sighting = buildSighting({ source_id, beside: ['actor', 'user.name'] });
      await store.note(acme, [sighting]);
      expect(await store.list(acme, source_id)).toEqual([sighting]);
      const later = {
        ...sighting,
        count: 4,
        first_seen: '2026-11-23T10:00:00.000Z',
        last_seen: '2026-11-23T11:00:00.000Z',
        samples: ['198.51.100.1'],
        beside: ['org'],
      };
      await store.note(acme, [later]);
      const added = {
        ...sighting,
        count: 7,
        last_seen: later.last_seen,
        beside: ['actor', 'org', 'user.name'],
      };
      expect(await store.list(acme, source_id)).toEqual([added]);
      const samples = ['a', 'b', 'c'];
      await store.note(acme, [{ ...later, samples, beside: [] }]);
      expect(await store.list(acme, source_id)).toEqual([{ ...added, count: 11, samples }]);
    });

    it('tells fields, connectors and sources apart, hostile names too', async () => {
      const store = make();
      const mine = `${source_id}-b`;
      const names = ['__proto__.x', 'a#b', 'constructor', 'é'];
      await store.note(
        acme,
        names.map((field) => buildSighting({ source_id: mine, field })),
      );
      await store.note(acme, [
        buildSighting({ source_id: mine, field: 'é', connector: 'okta' }),
        buildSighting({ source_id: `${mine}2`, field: 'other' }),
      ]);
      const listed = (await store.list(acme, mine)).map(({ connector, field }) => `${connector} ${field}`);
      expect(listed.sort()).toEqual([...names.map((name) => `github-audit ${name}`), 'okta é'].sort());
    });

    it('tells a tenant nothing of another one', async () => {
      const store = make();
      const mine = `${source_id}-c`;
      await store.note(acme, [buildSighting({ source_id: mine })]);
      expect(await store.list(globex, mine)).toEqual([]);
      await store.note(globex, [buildSighting({ source_id: mine, count: 1 })]);
      expect((await store.list(acme, mine))[0]?.count).toBe(3);
    });
  });
});
