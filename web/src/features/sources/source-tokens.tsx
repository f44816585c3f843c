import { useState } from 'preact/hooks';
import type { Source, SourceToken } from '#shared/schema/source.ts';
import { type IssuedToken, issueToken, listTokens, revokeToken } from '../../api/sources.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Clip } from '../../ui/clip.tsx';
import { Confirm } from '../../ui/confirm.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { Icon } from '../../ui/icon.tsx';
import { ListView } from '../../ui/list-view.tsx';
import { ActionError } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { useAction } from '../../ui/use-action.ts';
import { usePages } from '../../ui/use-pages.ts';
import { ShownToken } from './shown-token.tsx';

const columns: readonly Column<SourceToken>[] = [
  { title: 'Token', kind: 'main', cell: (token) => <code>{token.hint}…</code> },
  { title: 'Status', cell: (token) => <StatusChip status={token.revoked_at ? 'revoked' : 'active'} /> },
  { title: 'Created', cell: (token) => <Time at={token.created_at} /> },
  { title: 'By', cell: (token) => <Clip text={token.created_by} /> },
  { title: 'Revoked', cell: (token) => <Time at={token.revoked_at} /> },
];

export function SourceTokens({ source }: { source: Source }) {
  const { api, me } = useApp();
  const [issued, setIssued] = useState<IssuedToken | null>(null);
  const [revoking, setRevoking] = useState<SourceToken | null>(null);
  const pages = usePages<SourceToken>(
    (_, signal) => listTokens(api, source.source_id, signal),
    (token) => token.token_id,
    [api, source.source_id],
  );
  const issue = useAction(async () => {
    setIssued(await issueToken(api, source.source_id));
    pages.reload();
  });
  const revoke = useAction(async (token: SourceToken) => {
    await revokeToken(api, source.source_id, token.token_id);
    setRevoking(null);
    pages.reload();
  });
  const manage = can(me.role, 'manage-sources');
  const action: Column<SourceToken> = {
    title: 'Change',
    cell: (token) =>
      token.revoked_at === null && (
        <button
          type="button"
          class="button small"
          aria-label={`Revoke ${token.hint}…`}
          onClick={() => setRevoking(token)}
        >
          Revoke
        </button>
      ),
  };
  return (
    <section aria-labelledby="tokens">
      <header class="section-head">
        <h2 id="tokens">Tokens</h2>
        {manage && (
          <button type="button" class="button" disabled={issue.busy} onClick={() => void issue.run()}>
            <Icon name="plus" />
            Create token
          </button>
        )}
      </header>
      <ActionError error={issue.error} />
      <ListView
        what="tokens"
        pages={pages}
        empty={{ title: 'No tokens yet.', text: <p>The source can push events once it has one.</p> }}
      >
        {(tokens) => (
          <DataTable
            caption="Tokens of this source"
            columns={manage ? [...columns, action] : columns}
            rows={tokens}
            keyOf={(token) => token.token_id}
          />
        )}
      </ListView>
      {issued && <ShownToken issued={issued} onClose={() => setIssued(null)} />}
      {revoking && (
        <Confirm
          title={`Revoke ${revoking.hint}…?`}
          text="Whoever pushes with this token is refused from now on. It can't be taken back."
          verb="Revoke token"
          busy={revoke.busy}
          error={revoke.error}
          onConfirm={() => void revoke.run(revoking)}
          onClose={() => setRevoking(null)}
        />
      )}
    </section>
  );
}
