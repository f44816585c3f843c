import { z } from 'zod';
import type { Source } from '#shared/schema/source.ts';

/** How a source's events get here: the last three are fetched by Gatehouse, the others are pushed with a source token. */
export const connectorTypeSchema = z.enum([
  'syslog_cef',
  'webhook',
  'file_beat',
  'windows_event_forwarding',
  'api_poll',
  'taxii_stix',
  'sentinel_connector',
]);
export type ConnectorType = z.infer<typeof connectorTypeSchema>;

const pulled: ReadonlySet<ConnectorType> = new Set(['api_poll', 'taxii_stix', 'sentinel_connector']);
export const isPulled = (type: ConnectorType): boolean => pulled.has(type);

/** One field of a template's form; the form is drawn from it and its value is checked by it. */
export type SettingField = {
  name: string;
  label: string;
  kind: 'text' | 'secret' | 'number' | 'select' | 'url' | 'boolean';
  required: boolean;
  options?: readonly string[];
  default?: string | number | boolean;
  help: string;
  /** Anchored; what a text must look like beyond being text. */
  pattern?: RegExp;
};

export type Template = {
  template_id: string;
  name: string;
  description: string;
  /** Path data of a 24 × 24 SVG, drawn for this project. */
  icon: string;
  source_type: Source['source_type'];
  connector_type: ConnectorType;
  /** Who reads its events (`shared/connectors`). */
  connector: string;
  settings: readonly SettingField[];
  /** Shippers of `shared/snippets` that suit it, best first; none where Gatehouse fetches. */
  shippers: readonly string[];
  /** Markdown; `{{url}}`, `{{source_id}}`, `{{token}}` and `{{setting.<name>}}` become the tenant's own. */
  instructions: string;
  /** One event as this vendor writes it, at that moment, done by a user of the given name: it shows that the way works. */
  probe(user: string, at: Date): string;
};

export const secretField = (name: string, label: string, help: string): SettingField => ({
  name,
  label,
  kind: 'secret',
  required: true,
  help,
});

export const textField = (name: string, label: string, help: string, pattern?: RegExp): SettingField => ({
  name,
  label,
  kind: 'text',
  required: true,
  help,
  ...(pattern === undefined ? {} : { pattern }),
});

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
export const guidField = (name: string, label: string, help: string): SettingField =>
  textField(name, label, help, GUID);

/** What every source behind Microsoft's sign-in asks for. */
export const microsoftApp: readonly SettingField[] = [
  guidField('azure_tenant_id', 'Azure tenant id', 'Entra admin centre → Overview → Tenant ID.'),
  guidField('client_id', 'Application (client) id', 'Entra admin centre → App registrations → your app.'),
  secretField('client_secret', 'Client secret', 'Certificates & secrets → New client secret → Value.'),
];
