import { newCase } from '#shared/cases/new-case.ts';
import { DomainError, won } from '#shared/errors.ts';
import { ailingPolls, type PollHealingPorts } from '#shared/healing/ailing-polls.ts';
import { ailingResources } from '#shared/healing/ailing-resources.ts';
import type { Ailment } from '#shared/healing/ailment.ts';
import { begun, decide, givenUp, isOver } from '#shared/healing/treatment.ts';
import { type TenantId, uuidV5 } from '#shared/ids.ts';
import type { CaseStore } from '#shared/ports/case-store.ts';
import type { HealingStore } from '#shared/ports/healing-store.ts';
import type { Healing, Treatment } from '#shared/schema/healing.ts';
import type { Engine } from '#shared/tenants/provisioning/engine.ts';
import { isForeseen, reasonOf } from '#shared/tenants/provisioning/reason.ts';

export type HealPorts = PollHealingPorts & {
  healing: HealingStore;
  cases: Pick<CaseStore, 'create'>;
  engine: Engine;
};

export type HealReport = Record<Healing['result'], number>;

/** Who acts, in cases and audit records. */
const BY = 'heal-sources';

/**
 * Puts right what can be put right for one tenant. Every attempt is counted before it is made, and comes after a pause
 * that grows; after the last one people get a case and nothing more is tried until the trouble has been away for a day.
 */
export async function healTenant(ports: HealPorts, tenantId: TenantId): Promise<HealReport> {
  const report: HealReport = { repaired: 0, failed: 0, gave_up: 0 };
  const [treatments, polls, resources] = await Promise.all([
    ports.healing.treatments(tenantId),
    ailingPolls(ports, tenantId),
    ailingResources(ports.engine, tenantId),
  ]);
  const ailments = [...polls, ...resources];
  for (const ailment of ailments) {
    const treatment = treatments.find(({ subject }) => subject === ailment.subject);
    const result = await treat(ports, tenantId, ailment, treatment);
    if (result !== null) report[result]++;
  }
  const ill = new Set(ailments.map(({ subject }) => subject));
  for (const treatment of treatments) {
    if (!ill.has(treatment.subject) && isOver(treatment, ports.vendorCalls.now())) {
      await ports.healing.removeTreatment(tenantId, treatment.subject);
    }
  }
  return report;
}

async function treat(
  ports: HealPorts,
  tenantId: TenantId,
  ailment: Ailment,
  treatment: Treatment | undefined,
): Promise<Healing['result'] | null> {
  const now = ports.vendorCalls.now();
  const decision = decide(treatment, now);
  if (decision === 'give_up' && treatment !== undefined)
    return giveUp(ports, tenantId, ailment, treatment, now);
  if (decision !== 'try') return null;
  const counted = begun(tenantId, ailment.subject, treatment, now);
  if (!(await won(ports.healing.putTreatment(tenantId, counted)))) return null;
  const outcome = await attempt(ailment);
  await ports.healing.append(tenantId, { ...entryOf(tenantId, ailment, counted, now), ...outcome });
  return outcome.result;
}

async function attempt(ailment: Ailment): Promise<Pick<Healing, 'result' | 'after'>> {
  try {
    return { result: 'repaired', after: await ailment.cure() };
  } catch (error) {
    if (!isForeseen(error)) throw error;
    return { result: 'failed', after: { ...ailment.before, reason: reasonOf(error) } };
  }
}

async function giveUp(
  ports: HealPorts,
  tenantId: TenantId,
  ailment: Ailment,
  treatment: Treatment,
  now: Date,
): Promise<Healing['result'] | null> {
  // The case first: whoever dies between the two opens the same one again.
  const caseId = await openCase(ports, tenantId, ailment, treatment, now);
  const ended = givenUp(treatment, now);
  if (!(await won(ports.healing.putTreatment(tenantId, ended)))) return null;
  await ports.healing.append(tenantId, {
    ...entryOf(tenantId, ailment, ended, now),
    action: `Gave up after ${treatment.attempts} attempts and opened a case`,
    after: ailment.before,
    result: 'gave_up',
    case_id: caseId,
  });
  return 'gave_up';
}

async function openCase(
  ports: HealPorts,
  tenantId: TenantId,
  ailment: Ailment,
  treatment: Treatment,
  now: Date,
): Promise<string> {
  const caseId = uuidV5('healing-case', tenantId, ailment.subject, treatment.since);
  const wanted = {
    title: ailment.title.slice(0, 300),
    description: `${ailment.problem}\n\nTried ${treatment.attempts} times since ${treatment.since}: ${ailment.action}. The self-healing log has each attempt.`,
    severity: 'medium',
    assignee: null,
    alert_ids: [],
  } as const;
  const { item, timeline } = newCase(tenantId, caseId, { ...wanted, alert_ids: [] }, BY, now);
  const audit = {
    audit_id: uuidV5('audit', tenantId, 'openCase', caseId),
    tenant_id: tenantId,
    at: now.toISOString(),
    actor: { id: BY, email: null, role: 'system' },
    action: 'openCase',
    target: `case/${caseId}`,
    before: null,
    after: { title: item.title, severity: item.severity, subject: ailment.subject },
    request_id: `healing/${treatment.since}`,
  } as const;
  try {
    await ports.cases.create(tenantId, item, timeline, audit);
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'conflict') throw error;
  }
  return caseId;
}

const entryOf = (tenantId: TenantId, ailment: Ailment, treatment: Treatment, now: Date) => ({
  tenant_id: tenantId,
  id: uuidV5('healing', tenantId, ailment.subject, treatment.since, String(treatment.version)),
  at: now.toISOString(),
  source_id: ailment.source_id,
  resource: ailment.resource,
  problem: ailment.problem,
  action: ailment.action,
  before: ailment.before,
  case_id: null,
});
