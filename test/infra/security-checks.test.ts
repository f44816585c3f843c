import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { synthesize } from './synthesized.ts';

type Finding = { rule: string; path: string };

function findings(pack: AwsSolutionsChecks, cell: ReturnType<typeof synthesize>): Finding[] {
  return pack
    .validateScope(cell.app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => ({ rule: ruleName, path: constructPath ?? '' })),
    );
}

describe.each([
  ['prod', 'eu-west-1'],
  ['prod', 'us-east-1'],
  ['local', 'eu-west-1'],
] as const)('cdk-nag’s AWS Solutions checks of %s in %s', (stage, region) => {
  const cell = synthesize(stage, region);
  const acknowledged = cell.app.node.findAll().flatMap((construct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([id, reason]) => ({ rule: id.replace(/^annotation::/i, ''), path: construct.node.path, reason })),
  );

  it('find nothing that is not acknowledged', () => {
    expect(findings(new AwsSolutionsChecks(), cell)).toEqual([]);
  });

  it('are acknowledged with a reason, and only where there is something to acknowledge', () => {
    const pack = new AwsSolutionsChecks();
    Object.defineProperty(pack, 'isAcknowledged', { value: () => false });
    const all = findings(pack, cell);
    expect(acknowledged.length).toBeGreaterThan(0);
    const stale = acknowledged.filter(
      ({ rule, path }) => !all.some((finding) => finding.rule === rule && finding.path.startsWith(path)),
    );
    expect(stale.map(({ rule, path }) => `${path}: ${rule}`)).toEqual([]);
    expect(acknowledged.filter(({ reason }) => reason.length < 40)).toEqual([]);
  });
});
