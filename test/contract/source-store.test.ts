import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeDynamoAuditStore } from '#shared/aws/dynamo-audit-store.ts';
import { makeDynamoSourceStore } from '#shared/aws/dynamo-source-store.ts';
import { MAX_LIVE_TOKENS, makeDynamoTokenStore } from '#shared/aws/dynamo-token-store.ts';
import { healthSk, sourceSk, sourcesPk } from '#shared/aws/names.ts';
import { readSourceSettings } from '#shared/aws/read-source-settings.ts';
import { sha256, tenantIdSchema } from '#shared/ids.ts';
import type { AuditStore } from '#shared/ports/audit-store.ts';
import type { SourceStore, SourceTokenStore } from '#shared/ports/source-store.ts';
import type { Source } from '#shared/schema/source.ts';
import { buildAudit } from '../support/builders/audit.ts';
import { buildSource, buildToken } from '../support/builders/source.ts';
import { rejection } from '../support/rejection.ts';
import { scratchTables } from '../support/scratch.ts';

const acme = tenantIdSchema.parse('acme');
const globex = tenantIdSchema.parse('globex');
const LATER = '2026-11-22T11:00:00.000Z';

describe('the source and token stores', () => {
  const scratch = scratchTables('sources', 'audit');
  let sources: SourceStore;
  let tokens: SourceTokenStore;
  let audit: AuditStore;
  beforeAll(() => {
    const names = { sourcesTable: scratch.names.sources, auditTable: scratch.names.audit };
    sources = makeDynamoSourceStore(scratch.client, names);
    tokens = makeDynamoTokenStore(scratch.client, names);
    audit = makeDynamoAuditStore(scratch.client, names);
  });

  const newSource = async (): Promise<Source> => {
    const source = buildSource();
    await sources.create(acme, source, buildAudit());
    return source;
  };
  const newToken = async (source: Source) => {
    const token = buildToken(source);
    const hash = sha256(token.token_id);
    await tokens.create(acme, token, hash, buildAudit());
    return { token, hash };
  };
  const auditCount = async () => (await audit.list(acme, { limit: 200, position: null })).items.length;

  it('keeps a source for its own tenant only', async () => {
    const source = await newSource();
    expect(await sources.get(acme, source.source_id)).toEqual(source);
    expect(await sources.get(globex, source.source_id)).toBeNull();
    expect((await rejection(sources.create(acme, source, buildAudit()))).code).toBe('conflict');
  });

  it('changes a source from the version seen, and its tokens go on counting', async () => {
    const source = await newSource();
    const { hash, token } = await newToken(source);
    const second = { ...source, name: 'Branch firewall', version: 2 };
    await sources.update(acme, second, buildAudit());
    expect(await sources.get(acme, source.source_id)).toEqual(second);
    expect((await rejection(sources.update(acme, second, buildAudit()))).code).toBe('version_conflict');
    const unknown = sources.update(acme, buildSource('acme', { version: 2 }), buildAudit());
    expect((await rejection(unknown)).code).toBe('not_found');
    await sources.remove(acme, source.source_id, buildAudit());
    expect(await tokens.findByHash(hash)).toBeNull();
    expect((await tokens.list(acme, source.source_id))[0]?.token_id).toBe(token.token_id);
  });

  it('lists a tenant’s sources and nothing else, page by page', async () => {
    const mine = [buildSource('globex'), buildSource('globex'), buildSource('globex')];
    for (const source of mine) await sources.create(globex, source, buildAudit('globex'));
    const token = buildToken(mine[0] as Source);
    await tokens.create(globex, token, sha256('x'), buildAudit('globex'));
    const first = await sources.list(globex, { limit: 2, position: null });
    expect(first.items).toHaveLength(2);
    const second = await sources.list(globex, { limit: 2, position: first.next });
    expect(second.next).toBeNull();
    const ids = [...first.items, ...second.items].map((source) => source.source_id);
    expect(ids.sort()).toEqual(mine.map((source) => source.source_id).sort());
  });

  it('can’t be led to another tenant by a page’s position', async () => {
    const first = await sources.list(globex, { limit: 2, position: null });
    const other = await sources.list(acme, { limit: 200, position: first.next });
    expect(other.items.every((source) => source.tenant_id === acme)).toBe(true);
    expect(Buffer.from(first.next ?? '', 'base64url').toString()).not.toContain('globex');
    expect((await rejection(sources.list(acme, { limit: 2, position: 'nonsense' }))).code).toBe(
      'invalid_request',
    );
  });

  it('tells zeros for a source that has sent nothing, and the counters once they grow', async () => {
    const source = await newSource();
    expect(await sources.health(acme, source.source_id)).toMatchObject({
      events: 0,
      failed: 0,
      last_event_at: null,
    });
    await scratch.client.send(
      new UpdateCommand({
        TableName: scratch.names.sources,
        Key: { pk: sourcesPk(acme), sk: healthSk(source.source_id) },
        UpdateExpression: 'ADD events :n SET last_event_at = :at',
        ExpressionAttributeValues: { ':n': 12, ':at': LATER },
      }),
    );
    expect(await sources.health(acme, source.source_id)).toEqual({
      tenant_id: acme,
      source_id: source.source_id,
      events: 12,
      failed: 0,
      last_event_at: LATER,
      last_failure_at: null,
      last_failure_reason: null,
      lag_seconds: null,
    });
  });

  it('finds a token by its hash until it is revoked, and keeps the hash to itself', async () => {
    const source = await newSource();
    const { token, hash } = await newToken(source);
    expect(await tokens.findByHash(hash)).toEqual(token);
    expect(await tokens.findByHash(sha256('another'))).toBeNull();
    expect(await tokens.revoke(globex, source.source_id, token.token_id, LATER, buildAudit('globex'))).toBe(
      false,
    );
    expect(await tokens.findByHash(hash)).toEqual(token);
    expect(await tokens.revoke(acme, source.source_id, token.token_id, LATER, buildAudit())).toBe(true);
    expect(await tokens.findByHash(hash)).toBeNull();
    expect(await tokens.list(acme, source.source_id)).toEqual([{ ...token, revoked_at: LATER }]);
  });

  it('changes and records nothing when a revoked token is revoked again', async () => {
    const source = await newSource();
    const { token } = await newToken(source);
    await tokens.revoke(acme, source.source_id, token.token_id, LATER, buildAudit());
    const before = await auditCount();
    const again = await tokens.revoke(
      acme,
      source.source_id,
      token.token_id,
      '2026-11-22T12:00:00.000Z',
      buildAudit(),
    );
    expect(again).toBe(true);
    expect((await tokens.list(acme, source.source_id))[0]?.revoked_at).toBe(LATER);
    expect(await auditCount()).toBe(before);
  });

  it('records one revocation when ten come at once', async () => {
    const source = await newSource();
    const { token } = await newToken(source);
    const before = await auditCount();
    const revoke = () => tokens.revoke(acme, source.source_id, token.token_id, LATER, buildAudit());
    expect(await Promise.all(Array.from({ length: 10 }, revoke))).toEqual(Array(10).fill(true));
    expect(await auditCount()).toBe(before + 1);
  });

  it('makes tokens only for a source that exists, and only so many', async () => {
    const ghost = buildToken(buildSource());
    expect((await rejection(tokens.create(acme, ghost, sha256('ghost'), buildAudit()))).code).toBe(
      'not_found',
    );
    const source = await newSource();
    const made = await Promise.allSettled(
      Array.from({ length: MAX_LIVE_TOKENS + 3 }, () => newToken(source)),
    );
    expect(made.filter((end) => end.status === 'fulfilled')).toHaveLength(MAX_LIVE_TOKENS);
    const [first] = await tokens.list(acme, source.source_id);
    await tokens.revoke(acme, source.source_id, first?.token_id ?? '', LATER, buildAudit());
    await newToken(source);
    await sources.remove(acme, source.source_id, buildAudit('acme', { at: LATER }));
    const left = await tokens.list(acme, source.source_id);
    expect(left).toHaveLength(MAX_LIVE_TOKENS + 1);
    expect(left.every((token) => token.revoked_at === LATER)).toBe(true);
  });

  it('leaves no working token when tokens are made while the source is removed', async () => {
    const source = await newSource();
    await newToken(source);
    const [removal, ...made] = await Promise.allSettled([
      sources.remove(acme, source.source_id, buildAudit()),
      ...Array.from({ length: 8 }, () => newToken(source)),
    ]);
    if (removal?.status === 'rejected') await sources.remove(acme, source.source_id, buildAudit());
    expect(await sources.get(acme, source.source_id)).toBeNull();
    for (const end of made) {
      if (end.status === 'fulfilled') expect(await tokens.findByHash(end.value.hash)).toBeNull();
    }
    expect((await rejection(sources.remove(acme, source.source_id, buildAudit()))).code).toBe('not_found');
  });

  it('tells the settings of a source to its own tenant only, and none of a row from before there were any', async () => {
    const read = (tenantId: typeof acme, sourceId: string) =>
      readSourceSettings(scratch.client, scratch.names.sources, tenantId, sourceId);
    const source = buildSource('acme', {
      settings: { timezone: 'Europe/Berlin', nested: { list: [1, 'a'] } },
    });
    await sources.create(acme, source, buildAudit());
    expect(await read(acme, source.source_id)).toEqual({ settings: source.settings });
    expect(await read(globex, source.source_id)).toEqual({ settings: {} });
    const adaptations = {
      version: 1,
      decisions: [
        {
          adaptation_id: 'a1',
          connector: 'okta',
          field: 'actor.mail',
          renamed_from: null,
          key: 'user.email',
          state: 'accepted' as const,
          version: 1,
          decided_by: 'ada@acme.example',
          decided_at: '2026-11-22T10:00:00.000Z',
        },
      ],
    };
    const changed = { ...source, settings: { timezone: 'UTC' }, adaptations, version: 2 };
    await sources.update(acme, changed, buildAudit());
    expect(await read(acme, source.source_id)).toEqual({ settings: { timezone: 'UTC' }, adaptations });
    await scratch.client.send(
      new UpdateCommand({
        TableName: scratch.names.sources,
        Key: { pk: sourcesPk(acme), sk: sourceSk(source.source_id) },
        UpdateExpression: 'REMOVE settings, adaptations',
      }),
    );
    expect(await read(acme, source.source_id)).toEqual({ settings: {} });
    expect((await sources.get(acme, source.source_id))?.settings).toEqual({});
    await scratch.client.send(
      new UpdateCommand({
        TableName: scratch.names.sources,
        Key: { pk: sourcesPk(acme), sk: sourceSk(source.source_id) },
        UpdateExpression: 'SET adaptations = :later',
        ExpressionAttributeValues: { ':later': { version: 'of a later release' } },
      }),
    );
    expect(await read(acme, source.source_id)).toEqual({ settings: {} });
    await sources.remove(acme, source.source_id, buildAudit());
    expect(await read(acme, source.source_id)).toEqual({ settings: {} });
  });
});
