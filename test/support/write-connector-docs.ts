import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ConnectorAbout } from '#shared/connectors/about.ts';
import type { Connector } from '#shared/connectors/connector.ts';
import { connectors } from '#shared/connectors/connectors.ts';
import type { Setting } from '#shared/connectors/setting.ts';
import type { AttributeValue } from '#shared/schema/event.ts';

type Sample = {
  name: string;
  expected: { category: string; severity: number; attributes: Record<string, AttributeValue> };
};

const folderOf = (name: string): string =>
  fileURLToPath(new URL(`../../shared/connectors/${name}/`, import.meta.url));
const MAX_EXAMPLE = 60;
/** Every event has them, whoever reads it. */
const OURS = /^(event\.(ingested|original)|parse\.|parser\.|related\.|time_quality$|time_claimed$)/;

const code = (text: string): string =>
  `\`${text.replaceAll('`', "'").replaceAll('|', '\\|').replaceAll('\n', ' ')}\``;
const list = (items: readonly string[]): string[] => items.map((item) => `- ${item}`);
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];

/** The page of one connector: what a person declared, its mappings, and what its samples prove. */
export async function connectorPage({ name, version, rows, settings = [] }: Connector): Promise<string> {
  const { about } = (await import(`${folderOf(name)}about.ts`)) as { about: ConnectorAbout };
  const samples = JSON.parse(readFileSync(`${folderOf(name)}samples.json`, 'utf8')) as Sample[];
  const lines = [
    `# ${about.title}`,
    '',
    `Connector ${code(name)}, version ${version}. This page is generated (\`npm run docs\`) from the connector's tables and samples.`,
    '',
    '## What it reads',
    '',
    ...list(about.reads),
    '',
    '## Setting it up',
    '',
    ...about.setup.map((step, i) => `${i + 1}. ${step}`),
    '',
    ...settingsOf(settings),
    ...(rows === undefined ? [] : mappingsOf(rows)),
    '## Keys that its samples show',
    '',
    ...table(['key', 'for example'], examplesOf(samples)),
    '',
    '## Category and severity',
    '',
    ...table(
      ['event', 'category', '`event.category`', '`event.type`', 'severity 0–10', 'read'],
      kindsOf(samples),
    ),
    '',
    '## Known limits',
    '',
    ...list(about.limits),
  ];
  return `${lines.join('\n')}\n`;
}

function settingsOf(settings: readonly Setting[]): string[] {
  if (settings.length === 0) return ['## Settings', '', 'None: its events say everything themselves.', ''];
  const words =
    'All may be left out. They are written into `settings` when a source is created or changed, and hold for events that are read from then on.';
  const rows = settings.map(({ name, label, help, example }) => [
    code(name),
    label,
    help,
    code(JSON.stringify(example)),
  ]);
  return ['## Settings', '', words, '', ...table(['name', 'label', 'meaning', 'for example'], rows), ''];
}

function mappingsOf(rows: NonNullable<Connector['rows']>): string[] {
  const cells = rows.map(([path, keys, convert]) => [
    code(path),
    (typeof keys === 'string' ? [keys] : keys).map(code).join(', '),
    convert === undefined ? '' : 'converted',
  ]);
  const words = 'The first that fills a key wins. Beside them the vendor’s own names are kept, flat.';
  return ['## Vendor fields and their keys', '', words, '', ...table(['field', 'key', ''], cells), ''];
}

/** Every key that any sample fills, with the first value it has there; vendor's own names are left to the samples. */
function examplesOf(samples: readonly Sample[]): string[][] {
  const examples = new Map<string, AttributeValue>();
  for (const { expected } of samples)
    for (const [key, value] of Object.entries(expected.attributes))
      if (!examples.has(key) && !OURS.test(key) && ecsName.test(key)) examples.set(key, value);
  return [...examples]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [code(key), code(cut(Array.isArray(value) ? value.join(', ') : String(value)))]);
}

/** Names of ECS field sets and Gatehouse's own. */
const ecsName =
  /^(message|failed_login_count|(source|destination|client|server|network|user|process|host|observer|event|rule|threat|dns|url|http|file|registry|cloud|group|email|tls|user_agent|service|orchestrator|container|log|error|vulnerability|organization|device|dll|x509|package)\.[a-z0-9_.]+)$/;

const cut = (text: string): string => (text.length > MAX_EXAMPLE ? `${text.slice(0, MAX_EXAMPLE)}…` : text);

function kindsOf(samples: readonly Sample[]): string[][] {
  return samples.map(({ name, expected: { category, severity, attributes } }) => [
    name.replaceAll('|', '\\|'),
    category,
    String(attributes['event.category'] ?? ''),
    String(attributes['event.type'] ?? ''),
    String(severity),
    String(attributes['parse.status'] ?? ''),
  ]);
}

export const pagePath = (name: string): string =>
  fileURLToPath(new URL(`../../docs/connectors/${name}.md`, import.meta.url));

/** Run with node, this writes the pages again after a table, a sample or the words changed; a test compares them. */
if (import.meta.main) {
  mkdirSync(fileURLToPath(new URL('../../docs/connectors/', import.meta.url)), { recursive: true });
  for (const connector of connectors) writeFileSync(pagePath(connector.name), await connectorPage(connector));
}
