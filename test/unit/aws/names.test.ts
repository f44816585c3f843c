import { describe, expect, it } from 'vitest';
import * as names from '#shared/aws/names.ts';
import { type TenantId, tenantIdSchema } from '#shared/ids.ts';

const AT = '2026-11-22T09:08:07.654Z';
const id = (code: string) => tenantIdSchema.parse(code);

/** Every name that is built for a tenant, with the same other parts. */
const namesOf = (tenant: TenantId): string[] => [
  names.tenantPk(tenant),
  names.sourcesPk(tenant),
  names.timelinePk(tenant, 'case'),
  names.windowPk(tenant, 'key'),
  names.controlPk(tenant, 'limit', 'events'),
  names.idempotencyPk(tenant, 'key'),
  names.partitionKey(tenant, 3),
  names.archiveKey(tenant, AT, 'pack'),
  names.failureKey(tenant, AT, 'failure'),
  names.alertAlias(tenant),
  names.alertIndexName(tenant, AT),
  names.caseIndexName(tenant),
];

describe('names', () => {
  it('put the tenant where the keys of the tables, streams and buckets want it', () => {
    const acme = id('acme');
    expect(names.tenantPk(acme)).toBe('tenant#acme');
    expect(names.tokenSk('s1', 't1')).toBe('token#s1#t1');
    expect(names.timelineSk(AT, 'e1')).toBe(`${AT}#e1`);
    expect(names.controlPk(acme, 'limit', 'events')).toBe('acme#limit#events');
    expect(names.partitionKey(acme, 3)).toBe('acme#3');
    expect(names.archiveKey(acme, AT, 'p1')).toBe('acme/2026/11/22/09/p1.json.gz');
    expect(names.failureKey(acme, AT, 'f1')).toBe('acme/2026/11/22/09/f1.json');
    expect(names.alertIndexName(acme, '2026-11-30T23:59:59.999Z')).toBe('alerts-acme-2026.11');
  });

  it('of one tenant never equal those of another, and no prefix or pattern of one reaches the other', () => {
    // The nearest that two codes can come: none begins with another.
    const [one, two] = [id('acme-eu'), id('acme-us')];
    expect(namesOf(one).filter((name) => namesOf(two).includes(name))).toEqual([]);
    expect(names.archiveKey(two, AT, 'p').startsWith(names.archivePrefix(one))).toBe(false);
    const pattern = names.alertIndexPattern(one).replace('*', '');
    expect(names.alertIndexName(two, AT).startsWith(pattern)).toBe(false);
    expect(names.alertIndexName(one, AT).startsWith(pattern)).toBe(true);
  });

  it('keep a client’s text from reaching into another key', () => {
    const key = names.idempotencyPk(id('acme'), 'x#limit#events');
    expect(key).toMatch(/^acme#idem#[0-9a-f]{64}$/);
  });

  it('keep records without a tenant outside every tenant’s prefix', () => {
    expect(names.unreadableKey('raw', '1')).toMatch(/^_/);
    expect(tenantIdSchema.safeParse('_unreadable').success).toBe(false);
  });
});
