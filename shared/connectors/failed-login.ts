import type { AttributeValue, EventCategory } from '#shared/schema/event.ts';

const FAILURE = /^(fail|failed|failure|failures|error|denied|deny|rejected|invalid|unsuccessful|false|0)$/i;
const SUCCESS = /^(ok|success|succeeded|successful|allowed|accepted|granted|true)$/i;
const LOGIN = /log[-_ ]?(in|on)|sign[-_ ]?(in|on)|auth|password|credential|session/i;
const FAILED_LOGIN =
  /(fail|invalid|denied|bad|wrong|reject).*(log[-_ ]?(in|on)|sign[-_ ]?(in|on)|auth|password)|(log[-_ ]?(in|on)|sign[-_ ]?(in|on)|auth(entication)?|password)[-_. ]*(was[-_ ])?(fail|invalid|denied|reject|unsuccessful)/i;

/** Whether an action's name alone says that somebody failed to log in, such as `login_failed` or `FailedLogon`. */
export function namesFailedLogin(action: string): boolean {
  return FAILED_LOGIN.test(action.slice(0, 200));
}

/** ECS `event.outcome` from a source's own word; null where the word says neither. */
export function outcomeOf(word: AttributeValue | undefined): 'success' | 'failure' | null {
  if (typeof word === 'boolean') return word ? 'success' : 'failure';
  if (typeof word !== 'string') return null;
  return FAILURE.test(word.trim()) ? 'failure' : SUCCESS.test(word.trim()) ? 'success' : null;
}

/**
 * How many failed logins an event stands for: the source's own count where it counts, 1 for a single failed login,
 * undefined for everything else. Correlations sum this (seed rule "brute force").
 */
export function failedLoginCount(
  category: EventCategory,
  attributes: Readonly<Record<string, AttributeValue>>,
): number | undefined {
  const own = Number(attributes.failed_login_count ?? Number.NaN);
  if (Number.isInteger(own) && own >= 0) return own;
  if (category !== 'auth') return undefined;
  const action = attributes['event.action'];
  if (typeof action === 'string' && namesFailedLogin(action)) return 1;
  const failed = attributes['event.outcome'] === 'failure';
  return failed && (typeof action !== 'string' || LOGIN.test(action)) ? 1 : undefined;
}
