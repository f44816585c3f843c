import type { Alert } from '#shared/schema/alert.ts';
import { type AlertChange, changeAlert } from '../../api/alerts.ts';
import { createCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { navigate } from '../../app/router.ts';
import { words } from '../../ui/format.ts';
import { ActionError } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';

type Props = { alert: Alert; onChanged(alert: Alert): void; reload(): void };

const statuses = ['open', 'acknowledged', 'closed'] as const;

export function AlertActions({ alert, onChanged, reload }: Props) {
  const { api, me, announce } = useApp();
  const change = useAction(async (wanted: AlertChange, said: string) => {
    onChanged(await changeAlert(api, alert, wanted));
    announce(said);
  });
  const open = useAction(async () => {
    const severity = alert.rule.level === 'informational' ? 'low' : alert.rule.level;
    const made = await createCase(api, {
      title: alert.rule.title,
      description: '',
      severity,
      alert_ids: [alert.alert_id],
    });
    navigate(`/cases/${encodeURIComponent(made.case_id)}`);
  });
  if (!can(me.role, 'work')) return null;
  const mine = alert.assignee === me.email;
  const busy = change.busy || open.busy;
  return (
    <>
      <label class="filter">
        <span>Status</span>
        <select
          value={alert.status}
          disabled={busy}
          onChange={(event) => {
            const status = event.currentTarget.value as Alert['status'];
            void change.run({ status }, `Status is ${status}`);
          }}
        >
          {statuses.map((status) => (
            <option key={status} value={status}>
              {words(status)}
            </option>
          ))}
        </select>
      </label>
      <button
        type="button"
        class="button"
        disabled={busy}
        onClick={() =>
          void change.run({ assignee: mine ? null : me.email }, mine ? 'Given back' : 'Assigned to you')
        }
      >
        {mine ? 'Give back' : 'Assign to me'}
      </button>
      {alert.case_id ? (
        <a class="button primary" href={`/cases/${encodeURIComponent(alert.case_id)}`}>
          Open case
        </a>
      ) : (
        <button type="button" class="button primary" disabled={busy} onClick={() => void open.run()}>
          Create case
        </button>
      )}
      <ActionError error={change.error ?? open.error} reload={reload} />
    </>
  );
}
