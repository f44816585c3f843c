import { getDrift } from '../../../api/checklist.ts';
import { listRules } from '../../../api/coverage.ts';
import { listWorkbooks } from '../../../api/microsoft.ts';
import type { Run } from '../../../api/onboarding.ts';
import { useApp } from '../../../app/app-context.ts';
import { Figure } from '../../../ui/figure.tsx';
import { useResource } from '../../../ui/use-resource.ts';

/** Three cards: the rules that watch, the workbooks, and user and entity behaviour analytics. */
export function SetupSummary({ tenantId, run }: { tenantId: string; run: Run | null }) {
  const { api } = useApp();
  const version = run?.state ?? '';
  const rules = useResource((signal) => listRules(api, signal), [api, version]);
  const books = useResource((signal) => listWorkbooks(api, signal), [api, version]);
  const drift = useResource((signal) => getDrift(api, tenantId, signal), [api, version]);
  const ueba = drift.data?.resources.find(({ step }) => step === 'sentinel-ueba');
  const on = rules.data?.items.filter(({ enabled }) => enabled).length;
  const deployed = books.data?.items.filter(({ state }) => state === 'deployed').length;
  return (
    <div class="figures">
      <Figure
        name="Rules that watch"
        value={on ?? '—'}
        note={rules.data ? `of ${rules.data.items.length} rules` : 'Known when the customer is set up'}
      />
      <Figure
        name="Workbooks in Sentinel"
        value={deployed ?? '—'}
        note={books.data ? `of ${books.data.items.length}` : 'Known when the customer is set up'}
      />
      <Figure
        name="UEBA"
        value={ueba === undefined ? '—' : ueba.state === 'matches' ? 'On' : 'Not on'}
        note={ueba === undefined ? 'Comes with Sentinel that we set up' : 'Behaviour of users and machines'}
      />
    </div>
  );
}
