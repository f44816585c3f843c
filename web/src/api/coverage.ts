import type { z } from 'zod';
import type { coverageAnswer, gapsAnswer } from '#shared/api/coverage-answers.ts';
import type { ruleAnswer } from '#shared/api/rule-answer.ts';
import type { Client } from './client.ts';

export type Coverage = z.output<typeof coverageAnswer>;
export type Tactic = Coverage['tactics'][number];
export type Technique = Coverage['techniques'][number];
export type Gap = z.output<typeof gapsAnswer>['gaps'][number];
export type Rule = z.output<typeof ruleAnswer>;

const base = '/api/v1/onboarding/mitre';
const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

export function getCoverage(client: Client, signal?: AbortSignal): Promise<Coverage> {
  return client.request(`${base}/coverage`, withSignal(signal));
}

export function getGaps(client: Client, signal?: AbortSignal): Promise<z.output<typeof gapsAnswer>> {
  return client.request(`${base}/gaps`, withSignal(signal));
}

/** What can be kept of the coverage, with the name of the file. */
export const coverageFiles = {
  navigator: { path: `${base}/coverage/navigator`, file: 'gatehouse-navigator-layer.json' },
  csv: { path: `${base}/coverage.csv`, file: 'gatehouse-coverage.csv' },
} as const;

export function listRules(client: Client, signal?: AbortSignal): Promise<{ items: Rule[] }> {
  return client.request('/api/v1/rules', withSignal(signal));
}

export function switchRule(client: Client, ruleId: string, enabled: boolean): Promise<unknown> {
  return client.request(`/api/v1/rules/${encodeURIComponent(ruleId)}`, {
    method: 'PATCH',
    body: { enabled },
  });
}
