import type { ImportedRule } from '#shared/schema/imported-rule.ts';
import { armVersions, azureOf, sentinelPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { gone, type Resource, type ResourceContext } from '#shared/tenants/provisioning/resource.ts';
import { isExistingSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import type { ArmResource } from '#shared/vendors/arm.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const KEY = 'rules';

async function rulesOf({ apis, setup }: ResourceContext): Promise<ArmResource[]> {
  const { arm } = await apis.azure();
  const rules = await arm.list(`${sentinelPath(azureOf(setup))}/alertRules`, armVersions.sentinel);
  if (rules !== null) return rules;
  throw new VendorError('azure', 'not_found', 'The workspace with its analytics rules is gone.');
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];

function importedOf({ name, properties }: ArmResource, at: string): ImportedRule {
  const techniques = [...texts(properties.techniques), ...texts(properties.subTechniques)];
  return {
    origin: 'sentinel',
    rule_id: name,
    title: String(properties.displayName ?? name).slice(0, 500),
    enabled: properties.enabled === true,
    techniques: [...new Set(techniques.filter((id) => /^T\d{4}(\.\d{3})?$/.test(id)))],
    imported_at: at,
  };
}

/** Compared without the time of the import. */
const shapeOf = (rules: readonly ImportedRule[]): string =>
  JSON.stringify(
    rules
      .map(({ rule_id, title, enabled, techniques }) => [rule_id, title, enabled, techniques])
      .sort(([one = ''], [other = '']) => (String(one) < String(other) ? -1 : 1)),
  );

/** Path A: the analytics rules that a customer has already count towards the tenant's coverage. Changes nothing there. */
export const sentinelImport: Resource = {
  name: 'sentinel-import',
  title: 'Analytics rules of the existing SOC',
  system: 'azure',
  needs: ['gatehouse-tenant'],
  applies: isExistingSentinel,

  async plan(context) {
    const rules = await rulesOf(context);
    const object = `${rules.length} analytics rules, read into the coverage`;
    return [{ object, call: 'GET alertRules', action: 'adopt', reason: null }];
  },

  async ensure(context) {
    const { core, tenantId, now, ledger } = context;
    const at = now().toISOString();
    const rules = (await rulesOf(context)).map((rule) => importedOf(rule, at));
    const before = await core.content.importedRules(tenantId);
    if (shapeOf(before) !== shapeOf(rules)) await core.content.replaceImported(tenantId, 'sentinel', rules);
    if (ledger.row(KEY) === undefined) await ledger.intend(KEY);
    await ledger.found(KEY, azureOf(context.setup).workspace_name);
  },

  async verify(context) {
    const object = 'imported analytics rules';
    // A workspace may hold none: then only the ledger tells that they were read.
    if (context.ledger.row(KEY) === undefined) return [gone(object)];
    const expected = (await rulesOf(context)).map((rule) => importedOf(rule, ''));
    const actual = await context.core.content.importedRules(context.tenantId);
    if (shapeOf(actual) === shapeOf(expected)) return [];
    return [{ object, field: 'rules', expected: expected.length, actual: actual.length }];
  },

  async remove({ core, tenantId, ledger }) {
    if (ledger.rows().length === 0) return [];
    await core.content.replaceImported(tenantId, 'sentinel', []);
    await ledger.forget(KEY);
    return [];
  },
};
