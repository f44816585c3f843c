import { z } from 'zod';
import { tenantIdSchema } from '#shared/ids.ts';

export const eventCategorySchema = z.enum(['auth', 'endpoint', 'network', 'cloud', 'k8s', 'storage', 'ops']);
export type EventCategory = z.infer<typeof eventCategorySchema>;

/** A typed attribute: scalar or list of scalars; 64-bit ids are strings so that they stay exact. */
export const attributeValueSchema = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.array(z.union([z.string(), z.number(), z.boolean()])),
]);
export type AttributeValue = z.infer<typeof attributeValueSchema>;

/** How the event's time was found: the vendor's own field, or the moment Gatehouse received it. */
export const timeQualitySchema = z.enum(['vendor', 'inferred_year', 'inferred_zone', 'receipt']);

export const canonicalEventSchema = z.strictObject({
  tenant_id: tenantIdSchema,
  /** UUIDv5 over tenant, connector and the vendor's id or the raw text: the same event always has the same id. */
  event_id: z.uuid(),
  /** When it happened, RFC 3339 in UTC with milliseconds. */
  timestamp: z.iso.datetime(),
  /** `system` is the product that wrote the event, `integration` the connector that read it. */
  source: z.strictObject({ system: z.string(), integration: z.string() }),
  category: eventCategorySchema,
  /** 0 (informational) to 10 (critical). */
  severity: z.number().int().min(0).max(10),
  actor: z.strictObject({ type: z.enum(['user', 'service']), id: z.string() }),
  target: z.strictObject({
    type: z.enum(['asset', 'workload']),
    id: z.string(),
  }),
  /** ECS-named typed keys, flat (`source.ip`, `event.outcome`), and Gatehouse's own (`failed_login_count`, `parse.status`). */
  attributes: z.record(z.string(), attributeValueSchema),
});
export type CanonicalEvent = z.infer<typeof canonicalEventSchema>;

/** The forms in which events leave: Gatehouse's own, or translated (docs/schemas.md). */
export const eventSchemaSchema = z.enum(['canonical', 'ecs', 'ocsf', 'udm']);
export type EventSchema = z.infer<typeof eventSchemaSchema>;
