import { auditOf } from '#shared/api/audit.ts';
import { existingCase } from '#shared/api/existing.ts';
import type { RequestContext } from '#shared/api/route.ts';
import type { LinkChange } from '#shared/cases/link-alert.ts';
import { DomainError } from '#shared/errors.ts';
import type { AlertLinks } from '#shared/ports/case-store.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Case } from '#shared/schema/case.ts';

/** Links name no version, so a change that crossed with another is read and applied again this often. */
const ATTEMPTS = 4;

/**
 * Applies one link change to the case as it is now. `apply` returns null where nothing is to be done.
 * @throws DomainError `not_found` for case or alert, `conflict` for an alert that is linked elsewhere.
 */
export async function changeLinks(
  ports: Ports,
  context: RequestContext,
  caseId: string,
  change: AlertLinks & { action: string },
  apply: (item: Case) => LinkChange | null,
): Promise<Case> {
  const { action, link, unlink } = change;
  for (let attempt = 1; ; attempt++) {
    const before = await existingCase(ports, context.tenantId, caseId);
    const changed = apply(before);
    if (changed === null) return before;
    const audit = auditOf(context, ports.newId(), {
      action,
      target: `case/${caseId}`,
      before: { alert_ids: before.alert_ids },
      after: { alert_ids: changed.item.alert_ids },
    });
    try {
      await ports.cases.update(context.tenantId, changed.item, changed.timeline, { link, unlink }, audit);
      return changed.item;
    } catch (error) {
      const crossed = error instanceof DomainError && error.code === 'version_conflict';
      if (!crossed || attempt >= ATTEMPTS) throw error;
    }
  }
}
