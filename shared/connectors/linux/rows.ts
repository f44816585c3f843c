import type { Kind } from '#shared/connectors/draft.ts';
import { compileTemplate, type Template } from '#shared/connectors/scan/template.ts';

/** A message's wording and what it means. */
export type Row = { match: Template; kind: Kind };

/** Wordings with their kinds, compiled once. */
export const table = (rows: readonly (readonly [wording: string, kind: Kind])[]): readonly Row[] =>
  rows.map(([wording, kind]) => ({ match: compileTemplate(wording), kind }));
