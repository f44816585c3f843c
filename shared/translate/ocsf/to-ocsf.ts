import { once } from '#shared/once.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { activityOf, type Traits, traitsOf } from '#shared/translate/activity.ts';
import { frameOf, frameSource, unplaced } from '#shared/translate/leftover.ts';
import { categories, severities, severityId, statuses } from '#shared/translate/ocsf/captions.ts';
import { type OcsfActivity, ocsfClasses } from '#shared/translate/ocsf/classes.ts';
import { common, OCSF_VERSION, observablesOf } from '#shared/translate/ocsf/common.ts';
import type { OcsfClass } from '#shared/translate/ocsf/ocsf-class.ts';
import { compileShape, type Fill, type Target } from '#shared/translate/shape.ts';

const compiled = once(() => {
  const fills = new Map<OcsfClass, Fill>();
  for (const one of Object.values(ocsfClasses))
    fills.set(one, compileShape({ at: '', rows: [], parts: [...common, ...one.shapes] }));
  return fills;
});

/**
 * A canonical event as an event of OCSF 1.8. What has no place in its class stands in `unmapped.fields` by its own
 * name, what is outside the attributes in `unmapped.gatehouse`. Profiles are named where the event uses them.
 */
export function toOcsf(event: CanonicalEvent): Target {
  const traits = traitsOf(event);
  let activity: OcsfActivity = activityOf(traits);
  if (activity === 'registry' && namesValue(traits)) activity = 'registryValue';
  for (;;) {
    const ocsfClass = ocsfClasses[activity];
    const placed = new Set<string>();
    const filled: Target = {};
    compiled().get(ocsfClass)?.(event.attributes, frameSource(event), filled, placed);
    if (ocsfClass.needs.every((names) => names.some((name) => filled[name] !== undefined)))
      return finish(event, traits, ocsfClass, filled, placed);
    activity = ocsfClass.otherwise;
  }
}

const namesValue = ({ attributes }: Traits): boolean =>
  attributes['registry.value'] !== undefined || attributes['registry.data.strings'] !== undefined;

function finish(
  event: CanonicalEvent,
  traits: Traits,
  ocsfClass: OcsfClass,
  filled: Target,
  placed: Set<string>,
): Target {
  const { uid, caption, activities } = ocsfClass;
  const category = Math.floor(uid / 1000) % 100;
  const activityId = ocsfClass.activity(traits);
  const activityName = activities[activityId];
  const action = event.attributes['event.action'];
  const severity = severityId(event.severity);
  const outcome = ocsfClass.status ?? statuses[String(event.attributes['event.outcome'])];
  if (outcome !== undefined && ocsfClass.status === undefined) placed.add('event.outcome');
  if (activityName === undefined && typeof action === 'string') placed.add('event.action');
  const control = controlOf(traits);
  const observables = observablesOf(event.attributes, placed);
  const answer: Target = {
    ...filled,
    ...control,
    ...(observables.length === 0 ? {} : { observables }),
    activity_id: activityId,
    activity_name: activityName ?? (typeof action === 'string' && action !== '' ? action : 'Other'),
    category_uid: category,
    category_name: categories[category],
    class_uid: uid,
    class_name: caption,
    type_uid: uid * 100 + activityId,
    type_name: `${caption}: ${activityName ?? 'Other'}`,
    severity_id: severity,
    severity: severities[severity],
    status_id: outcome?.[0] ?? 0,
    status: outcome?.[1] ?? 'Unknown',
    time: Date.parse(event.timestamp),
    unmapped: { gatehouse: frameOf(event), fields: unplaced(event, placed) },
  };
  const profiles = profilesOf(answer, ocsfClass);
  answer.metadata = {
    ...(filled.metadata as Target),
    version: OCSF_VERSION,
    ...(profiles.length === 0 ? {} : { profiles }),
    ...(uid > 200_000 ? { extensions: [{ name: 'win', uid: '2', version: OCSF_VERSION }] } : {}),
  };
  return answer;
}

/** What a control did about it, of the security_control profile. */
function controlOf({ types }: Traits): Target {
  if (types.includes('denied'))
    return { action_id: 2, action: 'Denied', disposition_id: 2, disposition: 'Blocked' };
  if (types.includes('allowed'))
    return { action_id: 1, action: 'Allowed', disposition_id: 1, disposition: 'Allowed' };
  return {};
}

function profilesOf(answer: Target, { host, uid }: OcsfClass): string[] {
  const used = (names: readonly string[]) => names.some((name) => answer[name] !== undefined);
  return [
    ...(used(uid === ocsfClasses.api.uid ? ['cloud'] : ['cloud', 'api']) ? ['cloud'] : []),
    ...(used(host) ? ['host'] : []),
    ...(used(['action_id', 'firewall_rule', 'attacks']) ? ['security_control'] : []),
  ];
}
