import type { TenantId } from '#shared/ids.ts';
import type { Setup } from '#shared/schema/onboarding.ts';
import { armVersions, workbookPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { reasonOf } from '#shared/tenants/provisioning/reason.ts';
import { usesSentinel } from '#shared/tenants/provisioning/sentinel-applies.ts';
import type { VendorApis } from '#shared/tenants/provisioning/vendor-apis.ts';
import { type Workbook, workbooks } from '#shared/tenants/workbooks.ts';

export type WorkbookState = {
  workbook: Workbook;
  /** `unknown`: Azure did not answer as it should. */
  state: 'deployed' | 'missing' | 'no_sentinel' | 'unknown';
  reason: string | null;
};

/** Reads from Azure which of the five workbooks are there. */
export function workbookStates(
  tenantId: TenantId,
  setup: Setup | null,
  apis: Pick<VendorApis, 'azure'>,
): Promise<WorkbookState[]> {
  return Promise.all(
    workbooks.map(async (workbook): Promise<WorkbookState> => {
      if (setup === null || !usesSentinel(setup) || setup.azure === null) {
        const reason = 'The tenant has no Sentinel workspace: these are pages in Gatehouse and Grafana.';
        return { workbook, state: 'no_sentinel', reason };
      }
      try {
        const { arm } = await apis.azure();
        const found = await arm.get(workbookPath(setup.azure, tenantId, workbook.id), armVersions.workbook);
        return { workbook, state: found === null ? 'missing' : 'deployed', reason: null };
      } catch (error) {
        return { workbook, state: 'unknown', reason: reasonOf(error) };
      }
    }),
  );
}
