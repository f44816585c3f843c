import type { Reading, SettingsForm } from '../../api/source-reading.ts';

/** One row of the mapping as it is typed. */
export type DraftRow = {
  /** Tells rows apart while they are edited. */
  id: number;
  from: string;
  /** Keys, parted by commas. */
  to: string;
  as: string;
  format: string;
  /** One line each: the vendor's value, `=`, ours. */
  values: string;
  otherwise: string;
  required: boolean;
};

export type ReadingDraft = { connector: string; texts: Readonly<Record<string, string>>; rows: DraftRow[] };

export const newRow = (id: number, from = ''): DraftRow => ({
  id,
  from,
  to: '',
  as: '',
  format: '',
  values: '',
  otherwise: '',
  required: false,
});

type Scalar = string | number | boolean;

/** As it is typed: text bare, unless it would be read as something else. */
export function scalarText(value: Scalar): string {
  if (typeof value !== 'string') return String(value);
  return value !== value.trim() || typeof scalarOf(value) !== 'string' || value.startsWith('"')
    ? JSON.stringify(value)
    : value;
}

/** Numbers, `true` and `false` are what they look like; text in double quotes is always text. */
export function scalarOf(text: string): Scalar {
  const bare = text.trim();
  if (/^(-?(0|[1-9]\d{0,14})(\.\d{1,9})?|true|false|"(?:[^"\\]|\\.)*")$/.test(bare))
    try {
      return JSON.parse(bare) as Scalar;
    } catch {
      return bare;
    }
  return bare;
}

const keyText = (key: string): string =>
  key === '' || key !== key.trim() || /[="]/.test(key) ? JSON.stringify(key) : key;

const LINE = /^\s*("(?:[^"\\]|\\.)*"|[^="]*?)\s*=(.*)$/;

/** A line without `=` stands for a value without ours: the API says what is wrong with it. */
function valuesOf(text: string): Record<string, Scalar> {
  const values: Record<string, Scalar> = {};
  for (const line of text.split('\n').filter((one) => one.trim() !== '')) {
    const [, key = line.trim(), value = ''] = LINE.exec(line) ?? [];
    values[key.startsWith('"') ? String(scalarOf(key)) : key] = scalarOf(value);
  }
  return values;
}

function rowOf(stored: Readonly<Record<string, unknown>>, id: number): DraftRow {
  const text = (name: string) => (typeof stored[name] === 'string' ? (stored[name] as string) : '');
  const values = Object.entries((stored.values ?? {}) as Record<string, Scalar>);
  return {
    id,
    from: text('from'),
    to: [stored.to ?? []].flat().join(', '),
    as: text('as'),
    format: text('format'),
    values: values.map(([key, value]) => `${keyText(key)} = ${scalarText(value)}`).join('\n'),
    otherwise: stored.otherwise === undefined ? '' : scalarText(stored.otherwise as Scalar),
    required: stored.required === true,
  };
}

export function draftOf({ connector, values }: Pick<SettingsForm, 'connector' | 'values'>): ReadingDraft {
  const { mapping, ...others } = values;
  const texts = Object.entries(others).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : JSON.stringify(value),
  ]);
  const rows = Array.isArray(mapping) ? (mapping as Record<string, unknown>[]) : [];
  return { connector, texts: Object.fromEntries(texts), rows: rows.map(rowOf) };
}

/** Rows that somebody began; the numbers of the API's answer count these. */
export const begunRows = (rows: readonly DraftRow[]): DraftRow[] =>
  rows.filter(({ from, to }) => from.trim() !== '' || to.trim() !== '');

function mappingRowOf(row: DraftRow): Record<string, unknown> {
  const to = row.to
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  return {
    from: row.from.trim(),
    to: to.length > 1 ? to : (to[0] ?? ''),
    ...(row.as === '' ? {} : { as: row.as }),
    ...(row.format.trim() === '' ? {} : { format: row.format.trim() }),
    ...(row.values.trim() === '' ? {} : { values: valuesOf(row.values) }),
    ...(row.otherwise.trim() === '' ? {} : { otherwise: scalarOf(row.otherwise) }),
    ...(row.required ? { required: true } : {}),
  };
}

/** What the API is sent: only what the connector knows, and nothing for what was left empty. */
export function readingOf(draft: ReadingDraft, form: Pick<SettingsForm, 'settings' | 'mapping'>): Reading {
  const settings: Record<string, unknown> = {};
  for (const { name, form: kind } of form.settings) {
    const text = draft.texts[name]?.trim() ?? '';
    if (kind === 'text' && text !== '') settings[name] = text;
  }
  const rows = begunRows(draft.rows);
  if (form.mapping !== null && rows.length > 0) settings.mapping = rows.map(mappingRowOf);
  return { connector: draft.connector, settings };
}

/** What is wrong with each row, by its id, and what is wrong with anything else, by the name of the setting. */
export function problemsOf(
  issues: readonly { path: string; message: string }[],
  rows: readonly DraftRow[],
): { rows: ReadonlyMap<number, string[]>; settings: ReadonlyMap<string, string[]> } {
  const byRow = new Map<number, string[]>();
  const bySetting = new Map<string, string[]>();
  const begun = begunRows(rows);
  for (const { path, message } of issues) {
    const [, name = '', index, field = ''] = path.split('.');
    const row = name === 'mapping' && index !== undefined ? begun[Number(index)] : undefined;
    if (row === undefined) bySetting.set(name, [...(bySetting.get(name) ?? []), message]);
    else byRow.set(row.id, [...(byRow.get(row.id) ?? []), `${field} ${message}`.trim()]);
  }
  return { rows: byRow, settings: bySetting };
}
