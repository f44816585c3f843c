/** Stands for the token in every snippet of a source whose token was not made a moment ago: tokens are stored as hashes. */
export const TOKEN_MARK = 'PUT_THE_SOURCE_TOKEN_HERE';

/** What a snippet is written for. */
export type SnippetTarget = {
  /** Address of the cell without a path, such as `https://d111.cloudfront.net`. */
  url: string;
  token: string;
  sourceId: string;
  connector: string;
};

export type Snippet = {
  shipper: string;
  title: string;
  /** Where the text belongs. */
  file: string;
  text: string;
  /** What the reader must know before it runs: limits, and which of this shipper's answers lose events. */
  notes: readonly string[];
};

export type Shipper = (target: SnippetTarget) => Snippet;

/** Where a connector's events are found: sent to us by syslog, in files, or in Windows' event log. */
export type EventInput =
  | { kind: 'syslog' }
  | { kind: 'windows' }
  | { kind: 'files'; paths: readonly string[] };

const files: Readonly<Record<string, readonly string[]>> = {
  linux: ['/var/log/auth.log', '/var/log/secure'],
  'zeek-suricata': ['/opt/zeek/logs/current/*.log', '/var/log/suricata/eve.json'],
  wazuh: ['/var/ossec/logs/alerts/alerts.json'],
  'kubernetes-audit': ['/var/log/kubernetes/audit.log'],
};

const bySyslog: ReadonlySet<string> = new Set(['auto', 'generic', 'cisco-asa', 'fortigate', 'palo-alto']);

export function inputOf(connector: string): EventInput {
  if (connector === 'windows-events') return { kind: 'windows' };
  if (bySyslog.has(connector)) return { kind: 'syslog' };
  return { kind: 'files', paths: files[connector] ?? ['/var/log/export/*.json'] };
}

/** Paths of the files, also for a shipper that is asked to read another input than files. */
export function pathsOf(connector: string): readonly string[] {
  const input = inputOf(connector);
  return input.kind === 'files' ? input.paths : ['/var/log/syslog'];
}

/** The cell's address in parts, for shippers that want host and port apart. */
export function addressOf(url: string): { scheme: 'http' | 'https'; host: string; port: number } {
  const { protocol, hostname, port } = new URL(url);
  const scheme = protocol === 'http:' ? 'http' : 'https';
  return { scheme, host: hostname, port: port === '' ? (scheme === 'http' ? 80 : 443) : Number(port) };
}

export const rawUrl = ({ url, sourceId }: SnippetTarget): string => `${url}/v1/ingest/raw/${sourceId}`;

/** Bytes of one batch that every shipper is told: API Gateway and Lambda take 4.5 MB (`pipeline/limits.ts`). */
export const BATCH_BYTES = 4_000_000;
