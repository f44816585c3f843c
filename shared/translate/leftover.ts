import type { CanonicalEvent } from '#shared/schema/event.ts';
import type { Source } from '#shared/translate/shape.ts';

/** Attributes that found no place in a schema, under their own names. */
export function unplaced(event: CanonicalEvent, placed: ReadonlySet<string>): Record<string, unknown> {
  const left: Record<string, unknown> = {};
  const { attributes } = event;
  for (const key of Object.keys(attributes)) if (!placed.has(key)) left[key] = attributes[key];
  return left;
}

/** What the canonical event says outside its attributes; each schema carries it whole in its own extension. */
export function frameOf({ event_id, tenant_id, source, category, severity, actor, target }: CanonicalEvent) {
  return { event_id, tenant_id, source, category, severity, actor, target };
}

/** The same for rows of a shape: keys with a `$`. */
export function frameSource(event: CanonicalEvent): Source {
  const { actor, target } = event;
  const acting = actor.id === '' ? 'unknown' : actor.id;
  return {
    $event_id: event.event_id,
    $tenant: event.tenant_id,
    $time: event.timestamp,
    $severity: event.severity,
    $system: event.source.system,
    $integration: event.source.integration,
    $unknown: 'unknown',
    $actor: acting,
    $user: actor.type === 'user' ? acting : undefined,
    $service: actor.type === 'service' ? acting : undefined,
    $target: target.id === '' ? 'unknown' : target.id,
    /** The target where it is a machine that has a name. */
    $asset: target.type === 'asset' && target.id !== 'unknown' && target.id !== '' ? target.id : undefined,
  };
}
