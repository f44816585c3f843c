import type { z } from 'zod';
import type { datasourceAnswer, settingAnswer, templateAnswer } from '#shared/api/datasource-answers.ts';
import type { snippetAnswer } from '#shared/datasources/snippets-of.ts';
import type { Client } from './client.ts';

export type Setting = z.output<typeof settingAnswer>;
export type Template = z.output<typeof templateAnswer>;
/** `last_test` is absent while the source was never tested. */
export type DataSource = z.output<typeof datasourceAnswer> & {
  last_test?: { state: 'passed' | 'failed'; at: string; reason: string | null } | null;
};
export type HealthState = DataSource['health']['state'];

export type Connected = {
  datasource: DataSource;
  /** Shown this once, and null where Gatehouse fetches. */
  token: string | null;
  instructions: string;
  snippets: z.output<typeof snippetAnswer>[];
};

export type SourceTest = {
  test_id: string;
  state: 'running' | 'passed' | 'failed';
  mode: 'await' | 'send' | null;
  started_at: string;
  deadline_at: string | null;
  stages: { stage: string; state: 'pending' | 'done' | 'failed'; at: string | null; detail: string | null }[];
  reason: string | null;
  fix: string | null;
};

export type Proposal = {
  template_id: string;
  confidence: number;
  evidence: string[];
  already_connected: boolean;
};

const base = '/api/v1/onboarding';
const pathOf = (sourceId: string, rest: string) =>
  `${base}/datasources/${encodeURIComponent(sourceId)}/${rest}`;
const withSignal = (signal?: AbortSignal) => (signal ? { signal } : {});

export function listTemplates(client: Client, signal?: AbortSignal): Promise<{ items: Template[] }> {
  return client.request(`${base}/connectors/templates`, withSignal(signal));
}

export function listDataSources(
  client: Client,
  signal?: AbortSignal,
): Promise<{ items: DataSource[]; next: string | null }> {
  return client.request(`${base}/datasources`, { query: { limit: 100 }, ...withSignal(signal) });
}

export function connectSource(
  client: Client,
  body: {
    template_id: string;
    name?: string;
    settings: Record<string, string | number | boolean>;
    /** Where senders reach the cell: it stands in the configurations to paste. */
    base_url: string;
  },
): Promise<Connected> {
  return client.request(`${base}/datasources/connect`, { method: 'POST', body });
}

export function startTest(client: Client, sourceId: string, mode?: 'await' | 'send'): Promise<SourceTest> {
  return client.request(pathOf(sourceId, 'test'), { method: 'POST', body: mode ? { mode } : {} });
}

export function getTest(client: Client, sourceId: string, signal?: AbortSignal): Promise<SourceTest> {
  return client.request(pathOf(sourceId, 'test'), withSignal(signal));
}

export function discoverSources(client: Client): Promise<{ items: Proposal[]; notes: string[] }> {
  return client.request(`${base}/datasources/discover`, { method: 'POST' });
}
