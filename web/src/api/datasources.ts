import type { Client } from './client.ts';

export type Setting = {
  name: string;
  label: string;
  kind: 'text' | 'secret' | 'number' | 'select' | 'url' | 'boolean';
  required: boolean;
  options?: string[] | undefined;
  default?: string | number | boolean | undefined;
  help: string;
};

export type Template = {
  template_id: string;
  name: string;
  description: string;
  /** The path of a 24 by 24 drawing. */
  icon: string;
  source_type: string;
  connector_type: string;
  connector: string;
  settings: Setting[];
  instructions: string;
};

export type DataSource = {
  source_id: string;
  name: string;
  template_id: string | null;
  source_type: string;
  connector_type: string;
  connector: string;
  status: 'active' | 'disabled';
  connected_at: string;
  last_test: { state: 'passed' | 'failed'; at: string; reason: string | null } | null;
  health: { state: HealthState; since: string | null; reason: string | null };
};
export type HealthState = 'healthy' | 'degraded' | 'silent' | 'failing' | 'unknown';

export type Snippet = { shipper: string; title: string; language: string; text: string };
export type Connected = { datasource: DataSource; token: string | null; snippets: Snippet[] };

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
  body: { template_id: string; name?: string; settings: Record<string, string | number | boolean> },
): Promise<Connected> {
  return client.request(`${base}/datasources/connect`, { method: 'POST', body });
}

export function startTest(client: Client, sourceId: string, mode?: 'await' | 'send'): Promise<SourceTest> {
  return client.request(pathOf(sourceId, 'test'), { method: 'POST', body: mode ? { mode } : {} });
}

export function getTest(client: Client, sourceId: string, signal?: AbortSignal): Promise<SourceTest> {
  return client.request(pathOf(sourceId, 'test'), withSignal(signal));
}

export function discoverSources(client: Client): Promise<{ items: Proposal[] }> {
  return client.request(`${base}/datasources/discover`, { method: 'POST', body: {} });
}
