import type { z } from 'zod';
import type { previewAnswer } from '#shared/api/preview-answer.ts';
import type { sourceSettingsAnswer } from '#shared/api/source-settings-answer.ts';
import type { Client } from './client.ts';

export type SettingsForm = z.output<typeof sourceSettingsAnswer>;
export type Preview = z.output<typeof previewAnswer>;
export type PreviewedEvent = Preview['events'][number];
/** How a source's events are to be read. */
export type Reading = { connector: string; settings: Record<string, unknown> };

const pathOf = (sourceId: string, rest: string) => `/api/v1/sources/${encodeURIComponent(sourceId)}/${rest}`;

/** @param connector Whose form; the source's own without it. */
export function getSettingsForm(
  client: Client,
  sourceId: string,
  connector?: string,
  signal?: AbortSignal,
): Promise<SettingsForm> {
  return client.request(pathOf(sourceId, 'settings'), {
    query: { connector },
    ...(signal ? { signal } : {}),
  });
}

/** What would become of a sample; stores nothing. */
export function previewReading(
  client: Client,
  sourceId: string,
  body: Reading & { raw: string },
  signal?: AbortSignal,
): Promise<Preview> {
  return client.request(pathOf(sourceId, 'preview'), {
    method: 'POST',
    body,
    ...(signal ? { signal } : {}),
  });
}
