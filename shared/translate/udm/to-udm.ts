import { once } from '#shared/once.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { type Activity, activityOf, type Traits, traitsOf } from '#shared/translate/activity.ts';
import { frameOf, frameSource, unplaced } from '#shared/translate/leftover.ts';
import { compileShape, type Fill, type Target } from '#shared/translate/shape.ts';
import { demands, eventTypes } from '#shared/translate/udm/event-types.ts';
import { layoutOf, udmActivities } from '#shared/translate/udm/layouts.ts';
import { severityWord } from '#shared/translate/udm/words.ts';

const compiled = once(
  () =>
    new Map<Activity, Fill>(udmActivities.map((activity) => [activity, compileShape(layoutOf(activity))])),
);

/**
 * A canonical event as a UDM event, in the JSON form of its protobuf. What has no place stands in `additional` by its
 * own name, what is outside the attributes in `additional.gatehouse`.
 */
export function toUdm(event: CanonicalEvent): Target {
  const traits = traitsOf(event);
  const activity = activityOf(traits);
  const placed = new Set<string>();
  const answer: Target = {};
  compiled().get(activity)?.(event.attributes, frameSource(event), answer, placed);
  const type = fitting(eventTypes[activity](traits), answer);
  (answer.metadata as Target).event_type = type;
  judge(event, traits, activity, answer);
  const { gatehouse, ...fields } = unplaced(event, placed);
  answer.additional = {
    ...fields,
    gatehouse: { ...frameOf(event), ...(gatehouse === undefined ? {} : { attribute: gatehouse }) },
  };
  return answer;
}

/** The type whose demands the event meets. */
function fitting(wanted: string, answer: Target): string {
  let type = wanted;
  for (;;) {
    const demand = demands.find(([pattern]) => pattern.test(type));
    if (demand === undefined || demand[1].every((paths) => paths.some((path) => has(answer, path))))
      return type;
    type = demand[2];
  }
}

function has(answer: Target, path: string): boolean {
  const [noun = '', field = ''] = path.split('.');
  return (answer[noun] as Target | undefined)?.[field] !== undefined;
}

/** What happened, in the words of a security result. */
function judge(
  { severity, attributes }: CanonicalEvent,
  traits: Traits,
  activity: Activity,
  answer: Target,
): void {
  answer.security_result ??= [{}];
  const [result = {}] = answer.security_result as Target[];
  const outcome = attributes['event.outcome'];
  const failedLogin = activity === 'login' && outcome === 'failure';
  result.severity = severityWord(severity);
  if (failedLogin) result.category = ['AUTH_VIOLATION'];
  if (traits.kind === 'alert') result.alert_state = 'ALERTING';
  if (failedLogin || traits.types.includes('denied')) result.action = ['BLOCK'];
  else if (outcome === 'failure') result.action = ['FAIL'];
  else if (outcome === 'success' || traits.types.includes('allowed')) result.action = ['ALLOW'];
}
