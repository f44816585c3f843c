import { type Forwarded, type ForwardPorts, forwardRows } from '#shared/pipeline/forward/forward-rows.ts';
import type { Alert } from '#shared/schema/alert.ts';
import { PROBE_RULE } from '#shared/schema/probe.ts';
import { socAlertOf } from '#shared/tenants/sentinel/soc-events.ts';

/** An alert as it is now, and the status that it had before; null when it is new. */
export type AlertStep = { alert: Alert; before: string | null };

/** Sends alerts on when they are new and when their status changes, in the order in which that happened. */
export async function forwardAlerts(ports: ForwardPorts, steps: readonly AlertStep[]): Promise<Forwarded> {
  const told = steps.flatMap(({ alert, before }) =>
    alert.status === before || alert.rule.id === PROBE_RULE ? [] : [alert],
  );
  const byTenant = Map.groupBy(told, ({ tenant_id }) => tenant_id);
  const total: Forwarded = { sent: 0, held: 0 };
  await Promise.all(
    [...byTenant].map(async ([tenantId, alerts]) => {
      const forwarding = await ports.forwarding.get(tenantId, ports.now());
      const at = alerts[0]?.updated_at;
      if (forwarding === null || at === undefined) return;
      const { sent, held } = await forwardRows(ports, tenantId, forwarding, alerts.map(socAlertOf), at);
      total.sent += sent;
      total.held += held;
    }),
  );
  return total;
}
