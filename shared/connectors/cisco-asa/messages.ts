import { connections } from '#shared/connectors/cisco-asa/connections.ts';
import { denials } from '#shared/connectors/cisco-asa/denials.ts';
import { logins } from '#shared/connectors/cisco-asa/logins.ts';
import { others } from '#shared/connectors/cisco-asa/others.ts';
import { sessions } from '#shared/connectors/cisco-asa/sessions.ts';
import type { Kind } from '#shared/connectors/draft.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { compileTemplate, type Template } from '#shared/connectors/scan/template.ts';

/**
 * Message ids (by commas), kind (`kind-row.ts`), and wordings, the first that fits being read. `{src}` and `{dst}` are
 * endpoints such as `outside:192.0.2.1/443(LOCAL\alice)`; `{nat-src}` and `{nat-dst}` their translations.
 */
export type MessageRow = readonly [ids: string, kind: string, ...wordings: string[]];

export type AsaMessage = { kind: Kind; templates: readonly { match: Template }[] };

/** Every known message of ASA and FTD by its id. */
export const asaMessages: ReadonlyMap<string, AsaMessage> = new Map(
  [...connections, ...denials, ...logins, ...sessions, ...others].flatMap(([ids, kind, ...wordings]) => {
    const message = {
      kind: kindRow(kind),
      templates: wordings.map((wording) => ({ match: compileTemplate(wording) })),
    };
    return ids.split(',').map((id): [string, AsaMessage] => [id, message]);
  }),
);
