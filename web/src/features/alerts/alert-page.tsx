import type { Alert } from '#shared/schema/alert.ts';
import { getAlert } from '../../api/alerts.ts';
import { useApp } from '../../app/app-context.ts';
import { Facts } from '../../ui/facts.tsx';
import { count, plural } from '../../ui/format.ts';
import { GroupText } from '../../ui/group-text.tsx';
import { PageHead } from '../../ui/page-head.tsx';
import { Severity } from '../../ui/severity.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { Time } from '../../ui/time.tsx';
import { usePolling } from '../../ui/use-polling.ts';
import { useResource } from '../../ui/use-resource.ts';
import { AlertActions } from './alert-actions.tsx';
import { AttackTags } from './attack-tags.tsx';
import { EvidenceTable } from './evidence-table.tsx';
import { WhyMatched } from './why-matched.tsx';

/** An alert's count grows and its case opens while one looks at it. */
const REFRESH_MS = 4_000;

export function AlertPage({ id }: { id: string }) {
  const { api } = useApp();
  const resource = useResource((signal) => getAlert(api, id, signal), [api, id]);
  usePolling(
    async (signal) => {
      const fresh = await getAlert(api, id, signal).catch(() => null);
      if (fresh && !signal.aborted)
        resource.offer(fresh, (shown, offered) => shown.version > offered.version);
    },
    resource.data ? REFRESH_MS : 0,
    [api, id],
  );
  const alert = resource.data;
  if (!alert)
    return (
      <>
        <PageHead title="Alert" sub={<a href="/alerts">All alerts</a>} />
        {resource.error ? (
          <Failure error={resource.error} retry={resource.reload} />
        ) : (
          <Loading what="the alert" />
        )}
      </>
    );
  const beyond = alert.evidence_total - alert.evidence.length;
  return (
    <>
      <PageHead
        title={alert.rule.title}
        sub={
          <>
            <a href="/alerts">All alerts</a> <Severity level={alert.rule.level} score={alert.severity} />
            <StatusChip status={alert.status} />
          </>
        }
      >
        <AlertActions alert={alert} onChanged={resource.set} reload={resource.reload} />
      </PageHead>
      <section class="panel" aria-label="Facts">
        <Facts
          items={[
            ['Group', <GroupText key="group" group={alert.group} />],
            ['Count', <CountText key="count" alert={alert} />],
            ['First seen', <Time key="first" at={alert.first_seen} />],
            ['Last seen', <Time key="last" at={alert.last_seen} />],
            ['Assignee', alert.assignee ?? 'nobody'],
            [
              'Case',
              alert.case_id ? (
                <a key="case" href={`/cases/${encodeURIComponent(alert.case_id)}`}>
                  Open case
                </a>
              ) : (
                'none'
              ),
            ],
            ['ATT&CK', <AttackTags key="tags" tags={alert.rule.tags} />],
            ['Rule', <code key="rule">{alert.rule.id}</code>],
          ]}
        />
      </section>
      <WhyMatched explanations={alert.explanations} />
      <section aria-labelledby="evidence">
        <h2 id="evidence">
          Evidence <span class="muted">{plural(alert.evidence_total, 'event')}</span>
        </h2>
        <EvidenceTable events={alert.evidence} group={alert.group} explanations={alert.explanations} />
        {beyond > 0 && (
          <p class="muted">
            The alert keeps its newest {alert.evidence.length} events; {plural(beyond, 'more', 'more')}{' '}
            counted.
          </p>
        )}
      </section>
    </>
  );
}

/** More may have happened than a window can hold. */
function CountText({ alert: { count: total, truncated } }: { alert: Alert }) {
  return (
    <>
      {count(total)}
      {truncated && <span class="muted"> or more: more happened than was kept</span>}
    </>
  );
}
