import type { CanonicalEvent, EventSchema } from '#shared/schema/event.ts';
import { toEcs } from '#shared/translate/ecs/to-ecs.ts';
import { toOcsf } from '#shared/translate/ocsf/to-ocsf.ts';
import { toUdm } from '#shared/translate/udm/to-udm.ts';

const translators: Readonly<Record<EventSchema, (event: CanonicalEvent) => object>> = {
  canonical: (event) => event,
  ecs: toEcs,
  ocsf: toOcsf,
  udm: toUdm,
};

/** The event in the words of a schema; pure, and nothing of the event is lost in any of them. */
export const translate = (event: CanonicalEvent, schema: EventSchema): object => translators[schema](event);
