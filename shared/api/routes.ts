import type { Route } from '#shared/api/route.ts';
import { acceptAdaptation } from '#shared/api/routes/accept-adaptation.ts';
import { checkCode } from '#shared/api/routes/check-code.ts';
import { checkDriftRoute } from '#shared/api/routes/check-drift.ts';
import { configureDefender } from '#shared/api/routes/configure-defender.ts';
import { connectDatasource } from '#shared/api/routes/connect-datasource.ts';
import { createCase } from '#shared/api/routes/create-case.ts';
import { createComment } from '#shared/api/routes/create-comment.ts';
import { createSource } from '#shared/api/routes/create-source.ts';
import { createSourceToken } from '#shared/api/routes/create-source-token.ts';
import { createTenant } from '#shared/api/routes/create-tenant.ts';
import { deleteSource } from '#shared/api/routes/delete-source.ts';
import { deleteTenant } from '#shared/api/routes/delete-tenant.ts';
import { deployWorkbooks } from '#shared/api/routes/deploy-workbooks.ts';
import { discoverDatasources } from '#shared/api/routes/discover-datasources.ts';
import { exportEvents } from '#shared/api/routes/export-events.ts';
import { getAlert } from '#shared/api/routes/get-alert.ts';
import { getCase } from '#shared/api/routes/get-case.ts';
import { getChecklist } from '#shared/api/routes/get-checklist.ts';
import { getCoverage } from '#shared/api/routes/get-coverage.ts';
import { getCoverageCsv } from '#shared/api/routes/get-coverage-csv.ts';
import { getCoverageLayer } from '#shared/api/routes/get-coverage-layer.ts';
import { getDatasourceHealth } from '#shared/api/routes/get-datasource-health.ts';
import { getDatasourceTest } from '#shared/api/routes/get-datasource-test.ts';
import { getDefender } from '#shared/api/routes/get-defender.ts';
import { getDocs } from '#shared/api/routes/get-docs.ts';
import { getGaps } from '#shared/api/routes/get-gaps.ts';
import { getHealth } from '#shared/api/routes/get-health.ts';
import { getIngestionCsv } from '#shared/api/routes/get-ingestion-csv.ts';
import { getIngestionReport } from '#shared/api/routes/get-ingestion-report.ts';
import { getLifecycleCsv } from '#shared/api/routes/get-lifecycle-csv.ts';
import { getLifecycleReport } from '#shared/api/routes/get-lifecycle-report.ts';
import { getMe } from '#shared/api/routes/get-me.ts';
import { getOffboardRecord } from '#shared/api/routes/get-offboard-record.ts';
import { getOnboardingStatus } from '#shared/api/routes/get-onboarding-status.ts';
import { getOpenapi } from '#shared/api/routes/get-openapi.ts';
import { getReady } from '#shared/api/routes/get-ready.ts';
import { getSentinelForwarding } from '#shared/api/routes/get-sentinel-forwarding.ts';
import { getSource } from '#shared/api/routes/get-source.ts';
import { getSourceHealth } from '#shared/api/routes/get-source-health.ts';
import { getSourceSettings } from '#shared/api/routes/get-source-settings.ts';
import { getTenant } from '#shared/api/routes/get-tenant.ts';
import { getTimeline } from '#shared/api/routes/get-timeline.ts';
import { getValidation } from '#shared/api/routes/get-validation.ts';
import { getWizard } from '#shared/api/routes/get-wizard.ts';
import { linkAlert } from '#shared/api/routes/link-alert.ts';
import { listAdaptations } from '#shared/api/routes/list-adaptations.ts';
import { listAlerts } from '#shared/api/routes/list-alerts.ts';
import { listAudit } from '#shared/api/routes/list-audit.ts';
import { listCases } from '#shared/api/routes/list-cases.ts';
import { listComments } from '#shared/api/routes/list-comments.ts';
import { listDatasources } from '#shared/api/routes/list-datasources.ts';
import { listHealings } from '#shared/api/routes/list-healings.ts';
import { listRules } from '#shared/api/routes/list-rules.ts';
import { listRuns } from '#shared/api/routes/list-runs.ts';
import { listSnippets } from '#shared/api/routes/list-snippets.ts';
import { listSourceTokens } from '#shared/api/routes/list-source-tokens.ts';
import { listSources } from '#shared/api/routes/list-sources.ts';
import { listTemplates } from '#shared/api/routes/list-templates.ts';
import { listTenants } from '#shared/api/routes/list-tenants.ts';
import { listWorkbooks } from '#shared/api/routes/list-workbooks.ts';
import { offboardTenant } from '#shared/api/routes/offboard-tenant.ts';
import { planOnboarding } from '#shared/api/routes/plan-onboarding.ts';
import { previewEventRoute } from '#shared/api/routes/preview-event.ts';
import { purgeTenant } from '#shared/api/routes/purge-tenant.ts';
import { rejectAdaptation } from '#shared/api/routes/reject-adaptation.ts';
import { removeSignature } from '#shared/api/routes/remove-signature.ts';
import { repairDrift } from '#shared/api/routes/repair-drift.ts';
import { replayAdaptations } from '#shared/api/routes/replay-adaptations.ts';
import { replayFailures } from '#shared/api/routes/replay-failures.ts';
import { resumeTenant } from '#shared/api/routes/resume-tenant.ts';
import { retryRunRoute } from '#shared/api/routes/retry-run.ts';
import { revokeSourceToken } from '#shared/api/routes/revoke-source-token.ts';
import { saveWizard } from '#shared/api/routes/save-wizard.ts';
import { setSignature } from '#shared/api/routes/set-signature.ts';
import { setupTenant } from '#shared/api/routes/setup-tenant.ts';
import { stopRunRoute } from '#shared/api/routes/stop-run.ts';
import { suspendTenant } from '#shared/api/routes/suspend-tenant.ts';
import { switchRule } from '#shared/api/routes/switch-rule.ts';
import { testDatasource } from '#shared/api/routes/test-datasource.ts';
import { undoAdaptation } from '#shared/api/routes/undo-adaptation.ts';
import { undoRunRoute } from '#shared/api/routes/undo-run.ts';
import { unlinkAlert } from '#shared/api/routes/unlink-alert.ts';
import { updateAlert } from '#shared/api/routes/update-alert.ts';
import { updateCase } from '#shared/api/routes/update-case.ts';
import { updateSource } from '#shared/api/routes/update-source.ts';
import { updateTenant } from '#shared/api/routes/update-tenant.ts';
import { validateTenant } from '#shared/api/routes/validate-tenant.ts';
/** The family: one file in `routes/` each, compared by a test. API Gateway, OpenAPI and the role matrix come from it. */
export const routes: readonly Route[] = [
  checkCode,
  checkDriftRoute,
  configureDefender,
  listTemplates,
  getValidation,
  validateTenant,
  getDatasourceTest,
  testDatasource,
  listDatasources,
  getDatasourceHealth,
  listAdaptations,
  acceptAdaptation,
  rejectAdaptation,
  undoAdaptation,
  replayAdaptations,
  connectDatasource,
  discoverDatasources,
  listHealings,
  createCase,
  createComment,
  createSource,
  createSourceToken,
  createTenant,
  deleteSource,
  deleteTenant,
  deployWorkbooks,
  exportEvents,
  getAlert,
  getCase,
  getChecklist,
  getCoverage,
  getCoverageCsv,
  getCoverageLayer,
  getDefender,
  getDocs,
  getGaps,
  getHealth,
  getIngestionCsv,
  getIngestionReport,
  getLifecycleCsv,
  getLifecycleReport,
  getMe,
  getOffboardRecord,
  getOnboardingStatus,
  getOpenapi,
  getReady,
  getSentinelForwarding,
  getSource,
  getSourceHealth,
  getSourceSettings,
  getTenant,
  getTimeline,
  getWizard,
  linkAlert,
  listAlerts,
  listAudit,
  listCases,
  listComments,
  listRules,
  listRuns,
  listSnippets,
  listSourceTokens,
  listSources,
  listTenants,
  listWorkbooks,
  offboardTenant,
  planOnboarding,
  previewEventRoute,
  purgeTenant,
  removeSignature,
  repairDrift,
  replayFailures,
  resumeTenant,
  retryRunRoute,
  revokeSourceToken,
  saveWizard,
  setSignature,
  setupTenant,
  stopRunRoute,
  suspendTenant,
  switchRule,
  undoRunRoute,
  unlinkAlert,
  updateAlert,
  updateCase,
  updateSource,
  updateTenant,
];
