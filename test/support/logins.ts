import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from './builders/event.ts';
import { at } from './detector.ts';

export const base = (name: string, field: string) =>
  `title: ${name}\nname: ${name}\nlogsource: { category: auth }\ndetection: { s: { ${field} }, condition: s }\n---\n`;
export const rule = (n: number, correlation: string, head = '') =>
  `title: Rule ${n}\nname: rule${n}\nid: 6b0c1d5c-5c4e-4b8e-9d53-0b7f3e2a7f1${n}\n${head}correlation: { ${correlation} }\n---\n`;

export const login = (seconds: number, outcome: string, given: Partial<CanonicalEvent> = {}) =>
  buildEvent('acme', {
    timestamp: at(seconds),
    ...given,
    attributes: { 'event.outcome': outcome, ...given.attributes },
  });
export const failures = (count: number, every: number, from = 0, given: Partial<CanonicalEvent> = {}) =>
  Array.from({ length: count }, (_, i) => login(from + i * every, 'failure', given));
export const success = (seconds: number, given: Partial<CanonicalEvent> = {}) =>
  login(seconds, 'success', given);

export const failed = base('failed', 'event.outcome: failure');
export const succeeded = base('succeeded', 'event.outcome: success');
