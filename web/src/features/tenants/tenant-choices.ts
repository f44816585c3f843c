import type { Tenant } from '#shared/schema/tenant.ts';

export const industries: readonly Tenant['industry'][] = [
  'Technology',
  'Government',
  'Healthcare',
  'Finance',
  'Education',
  'Manufacturing',
  'Retail',
];

export const residencies: readonly (readonly [Tenant['data_residency'], string])[] = [
  ['any', 'Anywhere'],
  ['eu', 'European Union'],
  ['uk', 'United Kingdom'],
  ['us', 'United States'],
  ['ca', 'Canada'],
  ['au', 'Australia'],
  ['in', 'India'],
  ['jp', 'Japan'],
  ['sg', 'Singapore'],
  ['br', 'Brazil'],
];

export function residencyTitle(code: Tenant['data_residency']): string {
  return residencies.find(([value]) => value === code)?.[1] ?? code;
}

/** Who deletes what is older than the retention, in words for the tenant's page. */
export function retentionText(tenant: Pick<Tenant, 'retention_days' | 'retention_by'>): string {
  const who =
    tenant.retention_by === 'ism' ? 'the search cluster itself (ISM)' : "Gatehouse's daily retention job";
  return `${tenant.retention_days} days, then deleted by ${who}`;
}
