import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoContentStore } from '#shared/aws/dynamo-content-store.ts';
import { tenantIdSchema } from '#shared/ids.ts';
import type { ContentStore } from '#shared/ports/content-store.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { ImportedRule } from '#shared/schema/imported-rule.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');

const kind = (given: Partial<EventKind> = {}): EventKind => ({
  source_id: 'source-1',
  logsource: { product: ['windows'], category: ['auth'], service: ['security'] },
  fields: ['event.code', 'user.name'],
  last_seen_at: '2026-11-22T10:30:00.000Z',
  ...given,
});
const imported = (rule_id: string): ImportedRule => ({
  origin: 'sentinel',
  rule_id,
  title: `Rule ${rule_id}`,
  enabled: true,
  techniques: ['T1110'],
  imported_at: '2026-11-22T10:00:00.000Z',
});

describe('the content store', () => {
  const scratch = scratchTables('content', 'audit');
  let store: ContentStore;
  beforeAll(() => {
    const { content, audit } = scratch.names;
    store = makeDynamoContentStore(scratch.client, { contentTable: content, auditTable: audit });
  });

  it('remembers which rules a tenant switched off, and for whom', async () => {
    expect(await store.rulesOff(acme)).toEqual(new Set());
    await store.switchRule(acme, 'rule-1', false, buildAudit());
    await store.switchRule(acme, 'rule-1', false, buildAudit());
    await store.switchRule(acme, 'rule-2', false, buildAudit());
    expect(await store.rulesOff(acme)).toEqual(new Set(['rule-1', 'rule-2']));
    expect(await store.rulesOff(globex)).toEqual(new Set());
    await store.switchRule(acme, 'rule-1', true, buildAudit());
    expect(await store.rulesOff(acme)).toEqual(new Set(['rule-2']));
    const audit = makeDynamoAuditStore(scratch.client, { auditTable: scratch.names.audit });
    expect((await audit.list(acme, { limit: 10, position: null })).items).toHaveLength(4);
  });

  it('replaces the imported rules as a whole, more of them than one batch holds', async () => {
    const many = Array.from({ length: 60 }, (_, i) => imported(`r${i}`));
    await store.replaceImported(acme, 'sentinel', many);
    expect(await store.importedRules(acme)).toHaveLength(60);
    await store.replaceImported(acme, 'sentinel', [imported('r3'), imported('new')]);
    const left = await store.importedRules(acme);
    expect(left.map(({ rule_id }) => rule_id).sort()).toEqual(['new', 'r3']);
    expect(left[0]).toEqual(imported(left[0]?.rule_id ?? ''));
    expect(await store.importedRules(globex)).toEqual([]);
  });

  it('adds to the fields of a kind of event, however often and in what order it is told', async () => {
    await store.noteKinds(acme, [kind()]);
    await store.noteKinds(acme, [
      kind({ fields: ['source.ip'], last_seen_at: '2026-11-22T08:00:00.000Z' }),
      kind(),
    ]);
    const [known, ...others] = await store.kindsSince(acme, '2026-11-22T00:00:00.000Z');
    expect(others).toEqual([]);
    expect(known).toEqual(
      kind({ fields: ['event.code', 'source.ip', 'user.name'], last_seen_at: '2026-11-22T10:00:00.000Z' }),
    );
    expect(await store.kindsSince(globex, '2026-11-22T00:00:00.000Z')).toEqual([]);
  });

  it('tells kinds apart by source, logsource and day, and leaves out what is too old', async () => {
    const dns = { product: ['zeek'], category: ['dns'], service: [] };
    await store.noteKinds(globex, [
      kind(),
      kind({ source_id: 'source-2' }),
      kind({ logsource: dns, fields: [] }),
      kind({ last_seen_at: '2026-11-20T23:59:00.000Z' }),
    ]);
    expect(await store.kindsSince(globex, '2026-11-20T23:10:00.000Z')).toHaveLength(4);
    const lately = await store.kindsSince(globex, '2026-11-21T00:00:00.000Z');
    expect(lately).toHaveLength(3);
    expect(lately.find(({ logsource }) => logsource.product[0] === 'zeek')?.fields).toEqual([]);
    expect(await store.kindsSince(globex, '2026-11-22T11:00:00.000Z')).toEqual([]);
  });
});
