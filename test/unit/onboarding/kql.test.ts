import { expect, test } from 'vitest';
import { TABLE } from '#shared/tenants/provisioning/azure-paths.ts';
import { sentinelRuleTemplates } from '#shared/tenants/sentinel/rule-templates.ts';
import { socEventColumns } from '#shared/tenants/sentinel/soc-events.ts';
import { workbooks } from '#shared/tenants/workbooks.ts';
import { kqlAnalyzer } from '../../support/analyze-kql.ts';

const analyze = kqlAnalyzer(
  TABLE,
  socEventColumns.map(({ name, table }) => `${name}: ${table.toLowerCase()}`).join(', '),
);

test('a query over a column that is not there, or that is cut off, has its problem named', () => {
  expect(analyze(`${TABLE} | where Knd == "alert"`).problems).toEqual([expect.stringContaining('Knd')]);
  expect(analyze(`${TABLE} | summarize count( by Level`).problems).not.toEqual([]);
  expect(analyze(`${TABLE} | summarize arg_max(TimeGenerated, *) by Level + 1`).problems).not.toEqual([]);
});

test.each(
  workbooks.flatMap(({ title, panels }) => panels.map((panel) => [title, panel.title, panel.kql] as const)),
)('%s: “%s” asks for nothing but what the table has', (_, __, kql) => {
  const { problems, columns } = analyze(kql);
  expect(problems).toEqual([]);
  expect(columns).not.toEqual([]);
});

test.each(sentinelRuleTemplates.map((rule) => [rule.displayName, rule] as const))(
  'the rule “%s” asks for nothing but what the table has, and answers what its entities are made of',
  (_, { query, entityMappings }) => {
    const { problems, columns } = analyze(query);
    expect(problems).toEqual([]);
    const asked = entityMappings.flatMap(({ fieldMappings }) =>
      fieldMappings.map(({ columnName }) => columnName),
    );
    expect(columns).toEqual(expect.arrayContaining(asked));
  },
);
