import { getChecklist } from '../../api/checklist.ts';
import { useApp } from '../../app/app-context.ts';
import { Badge } from '../../ui/badge.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { DriftItem } from './drift-line.tsx';
import { DriftPanel } from './drift-panel.tsx';
import { Mark } from './mark.tsx';

/** The eight lines by which a customer's open-source stack is signed off, each answered by the systems now. */
export function ChecklistPage({ tenantId }: { tenantId: string }) {
  const { api } = useApp();
  const list = useResource((signal) => getChecklist(api, tenantId, signal), [api, tenantId]);
  return (
    <>
      <PageHead
        title="Provisioning checklist"
        sub={
          <>
            <a href="/onboarding">Onboarding</a>
            {list.data && (
              <span class="muted">
                Read from the systems <Time at={list.data.checked_at} />
              </span>
            )}
          </>
        }
      >
        <button type="button" class="button" disabled={list.loading} onClick={list.reload}>
          Check again
        </button>
        <button type="button" class="button" onClick={() => window.print()}>
          Print
        </button>
      </PageHead>
      {list.data === null &&
        (list.error ? <Failure error={list.error} retry={list.reload} /> : <Loading what="the systems" />)}
      <ol class="checks">
        {list.data?.lines.map(({ line, ok, evidence }) => (
          <li key={line} class="panel" data-ok={String(ok)}>
            <div class="section-head">
              <strong class="check-title">
                <Mark state={ok === null ? 'pending' : ok ? 'passed' : 'failed'} />
                {line}
              </strong>
              <Badge tone={ok === null ? 'plain' : ok ? 'good' : 'bad'}>
                {ok === null ? 'Not used here' : ok ? 'In order' : 'Not in order'}
              </Badge>
            </div>
            {evidence.length > 0 && (
              <details open={ok === false}>
                <summary>
                  What was read<span class="visually-hidden">: {line}</span>
                </summary>
                <ul class="marks">
                  {evidence.map((one) => (
                    <DriftItem key={one.step} line={one} />
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
      <DriftPanel tenantId={tenantId} onRepaired={list.reload} />
    </>
  );
}
