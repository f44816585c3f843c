import { useState } from 'preact/hooks';
import { getCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { PageHead } from '../../ui/page-head.tsx';
import { Severity } from '../../ui/severity.tsx';
import { Failure, Loading } from '../../ui/states.tsx';
import { StatusChip } from '../../ui/status-chip.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { CaseEditor } from './case-editor.tsx';
import { CaseTitle } from './case-title.tsx';
import { LinkedAlerts } from './linked-alerts.tsx';
import { Timeline } from './timeline.tsx';

export function CasePage({ id }: { id: string }) {
  const { api } = useApp();
  const resource = useResource((signal) => getCase(api, id, signal), [api, id]);
  const [renaming, setRenaming] = useState(false);
  const item = resource.data;
  if (!item)
    return (
      <>
        <PageHead title="Case" sub={<a href="/cases">All cases</a>} />
        {resource.error ? (
          <Failure error={resource.error} retry={resource.reload} />
        ) : (
          <Loading what="the case" />
        )}
      </>
    );
  return (
    <>
      <PageHead
        title={item.title}
        sub={
          <>
            <a href="/cases">All cases</a> <Severity level={item.severity} />
            <StatusChip status={item.status} />
          </>
        }
      >
        <CaseTitle
          item={item}
          open={renaming}
          setOpen={setRenaming}
          onChanged={resource.set}
          reload={resource.reload}
        />
      </PageHead>
      <div class="two">
        <div class="two-main">
          {item.description && <p class="panel prose">{item.description}</p>}
          <LinkedAlerts item={item} reload={resource.reload} />
          <Timeline item={item} />
        </div>
        <CaseEditor item={item} onChanged={resource.set} reload={resource.reload} />
      </div>
    </>
  );
}
