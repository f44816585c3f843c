import type { Source } from '#shared/schema/source.ts';

export const sourceTypes: readonly Source['source_type'][] = [
  'siem',
  'endpoint',
  'cloud',
  'network',
  'identity',
  'email',
  'dns',
  'firewall',
];
