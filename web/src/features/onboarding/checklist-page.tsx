import { type DriftLine, getChecklist } from '../../api/checklist.ts';
import { useApp } from '../../app/app-context.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { shown } from '../../ui/format.ts';
import { NotThere } from '../../ui/not-there.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Loading } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { Mark } from './mark.tsx';
import { systemTitles } from './system-names.ts';

const states: Readonly<Record<DriftLine['state'], { title: string; tone: Tone }>> = {
  matches: { title: 'As it should be', tone: 'good' },
  differs: { title: 'Differs', tone: 'bad' },
  gone: { title: 'Gone', tone: 'bad' },
  unknown: { title: 'Could not be read', tone: 'medium' },
};

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
        (list.error ? (
          <NotThere what="The checklist" error={list.error} retry={list.reload} />
        ) : (
          <Loading what="the systems" />
        ))}
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
                    <Evidence key={one.step} line={one} />
                  ))}
                </ul>
              </details>
            )}
          </li>
        ))}
      </ol>
    </>
  );
}

function Evidence({ line }: { line: DriftLine }) {
  const { title, tone } = states[line.state];
  return (
    <li>
      <span>
        {line.title} <span class="muted">{systemTitles[line.system]}</span>
      </span>
      <Badge tone={tone}>{title}</Badge>
      {line.reason && <p class="reason">{line.reason}</p>}
      {line.differences.map(({ object, field, expected, actual }) => (
        <p key={`${object}${field}`} class="reason">
          {object} {field}: {field === '' ? 'is gone' : `is ${shown(actual)}, should be ${shown(expected)}`}
        </p>
      ))}
    </li>
  );
}
