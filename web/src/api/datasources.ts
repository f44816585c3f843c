import type { z } from 'zod';
import type {
  datasourceAnswer,
  settingAnswer,
  templateAnswer,
  testAnswer,
} from '#shared/api/datasource-answers.ts';
import type { snippetAnswer } from '#shared/datasources/snippets-of.ts';
import type { Healing as StoredHealing } from '#shared/schema/healing.ts';
import type { Client } from './client.ts';

export type Setting = z.output<typeof settingAnswer>;
export type Template = z.output<typeof templateAnswer>;
export type DataSource = z.output<typeof datasourceAnswer>;
export type HealthState = DataSource['health']['state'];

export type Connected = {
  datasource: DataSource;
  /** Shown this once, and null where Gatehouse fetches. */
  token: string | null;
  instructions: string;
  snippets: z.output<typeof snippetAnswer>[];
};

export type SourceTest = z.output<typeof testAnswer>;

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

export type Healing = Omit<StoredHealing, 'tenant_id'>;

export function listHealings(client: Client, signal?: AbortSignal): Promise<{ items: Healing[] }> {
  return client.request(`${base}/self-healing/log`, { query: { limit: 20 }, ...withSignal(signal) });
}
