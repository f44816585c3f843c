import { type IndexPorts, writeIndex } from '#shared/pipeline/write-index.ts';
import type { Case } from '#shared/schema/case.ts';

/** A change of the cases table. */
export type CaseChange =
  | { kind: 'put'; item: Case }
  | { kind: 'gone'; item: Pick<Case, 'tenant_id' | 'case_id'> };

/** Brings the search index up to date with the cases table. */
export async function indexCases(ports: IndexPorts, changes: readonly CaseChange[]): Promise<void> {
  const latest = new Map(
    changes.map((change) => [`${change.item.tenant_id}#${change.item.case_id}`, change]),
  );
  for (const [tenantId, group] of Map.groupBy(latest.values(), (change) => change.item.tenant_id)) {
    await writeIndex(
      ports,
      tenantId,
      group.map((change) =>
        change.kind === 'put'
          ? { kind: 'put-case', item: change.item }
          : { kind: 'delete-case', case_id: change.item.case_id },
      ),
    );
  }
}
