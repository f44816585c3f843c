import type { Alert } from '#shared/schema/alert.ts';
import { call, eventually, push, unique, userToken } from './cell.ts';
import { failedLogins } from './failed-logins.ts';

/** The seed rule's alerts of one actor in one tenant, from the API's list. */
export async function alertsOf(tenantId: string, actor: string): Promise<Alert[]> {
  const token = await userToken(tenantId, 'soc_analyst');
  const answer = await call({ path: `/api/v1/alerts?limit=200&q=${encodeURIComponent(actor)}`, token });
  const { items } = answer.json as { items: Alert[] };
  return items.filter((alert) => alert.group['actor.id'] === actor);
}

/** Waits until the actor has an alert with at least that count. */
export function alertOf(tenantId: string, actor: string, count = 10): Promise<Alert> {
  return eventually(
    async () => (await alertsOf(tenantId, actor)).find((alert) => alert.count >= count),
    `an alert of ${actor} in ${tenantId} with count ${count}`,
  );
}

/** Waits until events pushed after everything so far have come out at the end of the pipeline as an alert. */
export async function pipelineCaughtUp(tenantId: string, sourceToken: string): Promise<void> {
  const marker = unique('marker');
  await push(sourceToken, failedLogins(marker, 10, 1));
  await alertOf(tenantId, marker);
}
