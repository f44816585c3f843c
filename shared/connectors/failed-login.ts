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
  if (word === 'success' || word === 'failure') return word;
  return FAILURE.test(word.trim()) ? 'failure' : SUCCESS.test(word.trim()) ? 'success' : null;
}

/** A source that claims more in one event counts something else; sums of it would leave the range of exact integers. */
const MAX_COUNT = 1_000_000;

/**
 * How many failed logins an event stands for: the source's own count where it counts (a whole number from 0 to
 * `MAX_COUNT`), 1 for a single failed login, undefined for everything else. Correlations sum this (seed rule "brute
 * force").
 */
export function failedLoginCount(
  category: EventCategory,
  attributes: Readonly<Record<string, AttributeValue>>,
): number | undefined {
  const own = ownCount(attributes.failed_login_count);
  if (own !== undefined) return own;
  if (category !== 'auth') return undefined;
  const action = attributes['event.action'];
  if (typeof action === 'string' && namesFailedLogin(action)) return 1;
  const failed = attributes['event.outcome'] === 'failure';
  return failed && (typeof action !== 'string' || LOGIN.test(action)) ? 1 : undefined;
}

/** Writes the count where there is one, and takes away what only looked like one. */
export function setFailedLoginCount(
  category: EventCategory,
  attributes: Record<string, AttributeValue>,
): number | undefined {
  const count = failedLoginCount(category, attributes);
  if (count === undefined) {
    if (attributes.failed_login_count !== undefined) delete attributes.failed_login_count;
  } else attributes.failed_login_count = count;
  return count;
}

function ownCount(value: AttributeValue | undefined): number | undefined {
  if (value === undefined) return undefined;
  const text = typeof value === 'string' || typeof value === 'number' ? String(value).trim() : '';
  const count = /^\d{1,7}$/.test(text) ? Number(text) : MAX_COUNT + 1;
  return count <= MAX_COUNT ? count : undefined;
}
