import type { Source, SourceHealth, SourceToken } from '#shared/schema/source.ts';
import type { Client, Page, Query } from './client.ts';

export type NewSource = Pick<Source, 'name' | 'source_type' | 'connector'>;
export type SourceChange = Partial<Pick<Source, 'name' | 'status' | 'connector' | 'settings'>>;
/** The only answer that ever carries the token itself; null when the same request is answered again. */
export type IssuedToken = SourceToken & { token: string | null };

const pathOf = (sourceId: string, rest = '') => `/api/v1/sources/${encodeURIComponent(sourceId)}${rest}`;

export function listSources(client: Client, query: Query, signal?: AbortSignal): Promise<Page<Source>> {
  return client.request('/api/v1/sources', { query, ...(signal ? { signal } : {}) });
}

export function getSource(client: Client, sourceId: string, signal?: AbortSignal): Promise<Source> {
  return client.request(pathOf(sourceId), signal ? { signal } : {});
}

export function createSource(client: Client, body: NewSource): Promise<Source> {
  return client.request('/api/v1/sources', { method: 'POST', body });
}

export function changeSource(
  client: Client,
  source: Pick<Source, 'source_id' | 'version'>,
  change: SourceChange,
): Promise<Source> {
  return client.request(pathOf(source.source_id), {
    method: 'PATCH',
    body: { ...change, version: source.version },
  });
}

export function removeSource(client: Client, sourceId: string): Promise<void> {
  return client.request(pathOf(sourceId), { method: 'DELETE' });
}

export function getHealth(client: Client, sourceId: string, signal?: AbortSignal): Promise<SourceHealth> {
  return client.request(pathOf(sourceId, '/health'), signal ? { signal } : {});
}

export function listTokens(
  client: Client,
  sourceId: string,
  signal?: AbortSignal,
): Promise<Page<SourceToken>> {
  return client.request(pathOf(sourceId, '/tokens'), signal ? { signal } : {});
}

export function issueToken(client: Client, sourceId: string): Promise<IssuedToken> {
  return client.request(pathOf(sourceId, '/tokens'), { method: 'POST' });
}

export function revokeToken(client: Client, sourceId: string, tokenId: string): Promise<unknown> {
  return client.request(pathOf(sourceId, `/tokens/${encodeURIComponent(tokenId)}`), { method: 'DELETE' });
}
