import { z } from 'zod';
import { auditOf } from '#shared/api/audit.ts';
import { existingSource } from '#shared/api/existing.ts';
import { idField, sourceParams } from '#shared/api/fields.ts';
import type { RequestContext } from '#shared/api/route.ts';
import { decided, type Wish } from '#shared/datasources/adaptations/decide.ts';
import { adaptationItems } from '#shared/datasources/adaptations/items.ts';
import { DomainError } from '#shared/errors.ts';
import type { Ports } from '#shared/ports/ports.ts';
import type { Source } from '#shared/schema/source.ts';

export const adaptationAnswer = z.object({
  adaptation_id: z.string(),
  connector: z.string().describe('The connector that read the events.'),
  field: z.string().describe('The field’s flat name in the event’s attributes.'),
  renamed_from: z.string().nullable().describe('The field that this one seems to have come in the place of.'),
  samples: z.array(z.string()).describe('A few values, cut; what may be a secret is blackened.'),
  count: z.number().int().describe('About how many events had it: not every event is looked at.'),
  first_seen: z.string().nullable(),
  last_seen: z.string().nullable(),
  proposed_key: z.string().nullable().describe('Null where nothing speaks for a key.'),
  confidence: z.number().describe('0 to 1.'),
  reason: z.string(),
  state: z.enum(['proposed', 'accepted', 'rejected']),
  key: z.string().nullable().describe('Where it goes since it was accepted.'),
  version: z
    .number()
    .int()
    .describe('The version of the source’s adaptations that its last decision began; 0 before any.'),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
});

export const adaptationParams = sourceParams.extend({ adaptation_id: idField });

/** The version of the item, not of its source: others may decide about other fields meanwhile. */
export const itemVersionField = z.number().int().min(0).describe('The item’s version that you read.');

/** Kinds of events are kept for a month. */
const KIND_DAYS = 30;

/** All of a source's adaptations, as they stand now. */
export async function adaptationsOf(
  ports: Pick<Ports, 'fields' | 'content'>,
  { tenantId, now }: Pick<RequestContext, 'tenantId' | 'now'>,
  source: Source,
) {
  const since = new Date(now.getTime() - KIND_DAYS * 86_400_000).toISOString();
  const sightings = await ports.fields.list(tenantId, source.source_id);
  const kinds = sightings.length === 0 ? [] : await ports.content.kindsSince(tenantId, since);
  return adaptationItems(source, sightings, kinds);
}

/** What a source's health says of its unknown fields: those that wait for a decision. */
export async function unknownFieldsOf(...of: Parameters<typeof adaptationsOf>) {
  const open = (await adaptationsOf(...of)).filter(({ state }) => state === 'proposed');
  return open.map(({ field, count, samples }) => ({ field, count, sample: samples[0] ?? null }));
}

/** Others' decisions about the same source's other fields may come in between; each try reads them. */
const TRIES = 5;

/**
 * Makes a decision and answers the item as it is then.
 * @throws DomainError `not_found`, `version_conflict`, `conflict`, `invalid_request`.
 */
export async function decideAdaptation(
  ports: Ports,
  context: RequestContext,
  { source_id, adaptation_id }: z.output<typeof adaptationParams>,
  wish: Wish,
  version: number,
): Promise<z.input<typeof adaptationAnswer>> {
  for (let attempt = 1; ; attempt++) {
    const source = await existingSource(ports, context.tenantId, source_id);
    const item = (await adaptationsOf(ports, context, source)).find(
      (one) => one.adaptation_id === adaptation_id,
    );
    if (item === undefined) throw new DomainError('not_found', 'There is no such adaptation.');
    const who = { by: context.caller.email || context.caller.userId, at: context.now.toISOString() };
    const after = decided(source, item, wish, version, who);
    const decision = after.adaptations?.decisions.at(-1);
    const audit = auditOf(context, ports.newId(), {
      action: `${wish.to}Adaptation`,
      target: `source/${source.source_id}`,
      before: { field: item.field, state: item.state, key: item.key, version: item.version },
      after: {
        field: item.field,
        state: decision?.state,
        key: decision?.key,
        renamed_from: decision?.renamed_from,
        version: decision?.version,
      },
    });
    try {
      await ports.sources.update(context.tenantId, after, audit);
    } catch (error) {
      if (attempt < TRIES && error instanceof DomainError && error.code === 'version_conflict') continue;
      throw error;
    }
    const shown = (await adaptationsOf(ports, context, after)).find(
      (one) => one.adaptation_id === adaptation_id,
    );
    return { ...(shown ?? item), samples: [...(shown ?? item).samples] };
  }
}
