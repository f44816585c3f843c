import type { CanonicalEvent } from '#shared/schema/event.ts';

/** How users and names in marked events of a validation begin. */
export const PROBE_MARK = 'gatehouse-validation-';
/** The rule that looks for it: `rules/content/gatehouse_validation_marker.yml`. */
export const PROBE_RULE = '4f0e5f0c-6a0d-4d6c-9a53-2f8f6f0b7d11';

/** Whether an event is one that a validation sent: it says nothing about how its source does. */
export function isProbe({ attributes }: Pick<CanonicalEvent, 'attributes'>): boolean {
  return ['related.user', 'related.hosts'].some((name) => {
    const value = attributes[name];
    const names = Array.isArray(value) ? value : [value];
    return names.some((one) => typeof one === 'string' && one.startsWith(PROBE_MARK));
  });
}
