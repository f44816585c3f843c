import type { TenantId } from '#shared/ids.ts';
import type { Treatment } from '#shared/schema/healing.ts';

/** Minutes after each attempt before the next one. After the last of them it is a case for people. */
export const PAUSES_MINUTES: readonly number[] = [5, 15, 60, 240, 720];

/** Hours without trouble after which earlier attempts are forgotten; whatever breaks again sooner goes on counting. */
export const QUIET_HOURS = 24;

export type Decision = 'try' | 'wait' | 'give_up' | 'leave';

/** What to do about something that is wrong now. */
export function decide(treatment: Treatment | undefined, now: Date): Decision {
  if (treatment === undefined) return 'try';
  if (treatment.gave_up) return 'leave';
  if (treatment.next_at > now.toISOString()) return 'wait';
  return treatment.attempts >= PAUSES_MINUTES.length ? 'give_up' : 'try';
}

/** The treatment as it is written before an attempt, so that one that dies half way is counted. */
export function begun(
  tenantId: TenantId,
  subject: string,
  treatment: Treatment | undefined,
  now: Date,
): Treatment {
  const attempts = treatment?.attempts ?? 0;
  const pause = PAUSES_MINUTES[attempts] ?? PAUSES_MINUTES.at(-1) ?? 0;
  return {
    tenant_id: tenantId,
    subject,
    since: treatment?.since ?? now.toISOString(),
    attempts: attempts + 1,
    last_at: now.toISOString(),
    next_at: new Date(now.getTime() + pause * 60_000).toISOString(),
    gave_up: false,
    version: (treatment?.version ?? 0) + 1,
  };
}

export const givenUp = (treatment: Treatment, now: Date): Treatment => ({
  ...treatment,
  gave_up: true,
  last_at: now.toISOString(),
  version: treatment.version + 1,
});

/** Whether something that is well now may be forgotten. */
export const isOver = ({ last_at: last }: Treatment, now: Date): boolean =>
  now.getTime() - Date.parse(last) >= QUIET_HOURS * 3_600_000;
