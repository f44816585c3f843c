import { z } from 'zod';
import * as answers from '#shared/api/answers.ts';
import { canonicalEventSchema } from '#shared/schema/event.ts';
import { problemSchema } from '#shared/schema/problem.ts';

/** Schemas that OpenAPI names; everything else stands where it is used. */
export function schemaNames(): ReturnType<typeof z.registry<{ id: string }>> {
  const names = z.registry<{ id: string }>();
  names.add(problemSchema, { id: 'Problem' });
  names.add(canonicalEventSchema, { id: 'CanonicalEvent' });
  names.add(answers.tenantAnswer, { id: 'Tenant' });
  names.add(answers.caseAnswer, { id: 'Case' });
  names.add(answers.timelineEntryAnswer, { id: 'TimelineEntry' });
  names.add(answers.alertAnswer, { id: 'Alert' });
  names.add(answers.sourceAnswer, { id: 'Source' });
  names.add(answers.sourceTokenAnswer, { id: 'SourceToken' });
  names.add(answers.sourceHealthAnswer, { id: 'SourceHealth' });
  names.add(answers.auditRecordAnswer, { id: 'AuditRecord' });
  return names;
}
