import { categoryAttributes } from '#shared/detect/event-logsource.ts';
import type { Logsource } from '#shared/detect/rule.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';

/** The other way round: attributes (ECS) that make an event one of that logsource, for events in rules' own tests. */
export function attributesOfLogsource({
  product,
  category,
  service,
}: Logsource): CanonicalEvent['attributes'] {
  return {
    ...(product === undefined ? {} : { 'event.module': product }),
    ...(service === undefined ? {} : { 'event.dataset': `${product ?? 'any'}.${service}` }),
    ...(category === undefined ? {} : categoryAttributes(category)),
  };
}
