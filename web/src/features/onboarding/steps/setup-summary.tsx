import { getDrift } from '../../../api/checklist.ts';
import { listRules } from '../../../api/coverage.ts';
import { type Forwarding, getForwarding, listWorkbooks } from '../../../api/microsoft.ts';
import type { Run } from '../../../api/onboarding.ts';
import { useApp } from '../../../app/app-context.ts';
import { Figure } from '../../../ui/figure.tsx';
import { localTime } from '../../../ui/format.ts';
import { useResource } from '../../../ui/use-resource.ts';

/** What each state is called, and whether somebody must do something. */
const sending: Readonly<Record<Forwarding['state'], string>> = {
  off: 'Off',
  flowing: 'On',
  waiting: 'Waiting',
  failing: 'Failing',
};

/** Cards: the rules that watch, the workbooks, user and entity behaviour analytics, and what goes to Sentinel. */
export function SetupSummary({ tenantId, run }: { tenantId: string; run: Run | null }) {
  const { api } = useApp();
  const version = run?.state ?? '';
  const rules = useResource((signal) => listRules(api, signal), [api, version]);
  const books = useResource((signal) => listWorkbooks(api, signal), [api, version]);
  const drift = useResource((signal) => getDrift(api, tenantId, signal), [api, version]);
  const forwarding = useResource((signal) => getForwarding(api, signal), [api, version]).data;
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
      <Figure
        name="Sending to Sentinel"
        value={forwarding === null ? '—' : sending[forwarding.state]}
        note={forwarding === null ? 'Known when the customer is set up' : noteOf(forwarding)}
        bad={forwarding?.state === 'failing'}
      />
    </div>
  );
}

function noteOf({ state, reason, last_sent_at: last, backlog, refused }: Forwarding): string {
  if (state === 'off') return 'Nothing leaves Gatehouse; comes with Sentinel';
  const parts = [
    reason ?? (last === null ? 'Nothing was sent yet' : `Last sent ${localTime(last)}`),
    ...(backlog === 0 ? [] : [`${backlog} held back`]),
    ...(refused === 0 ? [] : [`${refused} rows refused`]),
  ];
  return parts.join('; ');
}
