import { randomUUID } from 'node:crypto';
import { type AlertDetection, alertSchema } from '#shared/schema/alert.ts';
import { buildAlert } from './alert.ts';
import { buildEvent } from './event.ts';

/** What detection says of an alert of the seed rule, at its first revision, with an id of its own. */
export function buildDetection(tenantId = 'acme', given: Partial<AlertDetection> = {}): AlertDetection {
  const {
    alert_id,
    rule,
    severity,
    count,
    first_seen,
    last_seen,
    group,
    evidence_total,
    explanations,
    truncated,
  } = alertSchema.parse(buildAlert(tenantId, { alert_id: randomUUID() }));
  return {
    alert_id,
    rule,
    severity,
    count,
    first_seen,
    last_seen,
    group,
    evidence: [buildEvent(tenantId)],
    evidence_total,
    explanations,
    truncated,
    revision: 1,
    ...given,
  };
}
