import type { AttributeValue } from '#shared/schema/event.ts';

/** Characters of a sample: enough to tell what it is. */
const MAX_SAMPLE = 100;
const BLACK = '•••';

/** Names of what nobody but its owner may read. */
const SECRET_NAME =
  /passw|passphrase|\bpwd\b|secret|token|credential|authorization|cookie|api[-_. ]?key|apikey|private[-_. ]?key|access[-_. ]?key|session[-_. ]?(id|key)|otp|\bpin\b|\bcvv\b|\bssn\b|iban|card[-_. ]?n/i;

/** Shapes of secrets, whatever their field is called. */
const SECRET_VALUES: readonly RegExp[] = [
  /-----BEGIN [A-Z ]{1,40}/,
  /\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]+/,
  /\b(?:AKIA|ASIA)[A-Z0-9]{12,}/,
  /\b(?:bearer|basic|splunk|apikey)\s+\S{8,}/i,
  /\b(?:gh[pousr]|xox[abprs]|sk|pk|glpat|ghs)[_-][A-Za-z0-9_-]{16,}/,
  /:\/\/[^/\s:@]+:[^/\s@]+@/,
  /(?:passw(?:or)?d|pwd|secret|token|api[-_]?key)["']?\s*[=:]\s*\S+/i,
];
/** Letters of both cases and digits without a blank: a key or a token. Hashes and UUIDs are of one case. */
const RANDOM = /^(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)[A-Za-z0-9+/_=-]{32,}$/;

/** A value as it may be shown to whoever decides about its field: cut, and black where it may be a secret. Null for none. */
export function sampleOf(field: string, value: AttributeValue): string | null {
  const text = Array.isArray(value) ? value.slice(0, 3).join(', ') : String(value);
  if (text.trim() === '') return null;
  const name = field.replaceAll(/([a-z])([A-Z])/g, '$1_$2');
  // Every text is looked at whole, but for what is so long that nobody wrote it as a value.
  const head = text.slice(0, 4_096);
  if (SECRET_NAME.test(name) || RANDOM.test(head) || SECRET_VALUES.some((shape) => shape.test(head)))
    return BLACK;
  const plain = head.replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').toWellFormed();
  return plain.length > MAX_SAMPLE ? `${plain.slice(0, MAX_SAMPLE - 1).toWellFormed()}…` : plain;
}

export const isBlack = (sample: string): boolean => sample === BLACK;
