import { expect, test } from 'vitest';
import type { Dashboard } from '#shared/tenants/dashboards/panel.ts';
import { dashboards } from '#shared/tenants/dashboards.ts';
import { properties } from '#shared/tenants/resources/opensearch-template.ts';

/** Every field that a dashboard works on. */
function fieldsOf({ panels }: Dashboard): string[] {
  const fields = panels.flatMap(({ query: { by = [], metric, filter = '' } }) => [
    ...by,
    ...(metric !== undefined && metric.type !== 'count' ? [metric.field] : []),
    ...[...filter.matchAll(/\b([a-z_]+):/g)].map(([, field = '']) => field),
  ]);
  return [...new Set(fields)].filter((field) => field !== '_exists_');
}

test.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))(
  '%s asks only for fields that the index template gives a type',
  (_title, dashboard) => {
    const fields = fieldsOf(dashboard);
    expect(fields).not.toEqual([]);
    expect(fields.filter((field) => !Object.hasOwn(properties, field))).toEqual([]);
  },
);
