import type { Alert } from '#shared/schema/alert.ts';
import type { Case } from '#shared/schema/case.ts';
import { getAlert } from '../../api/alerts.ts';
import { linkAlert, unlinkAlert } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Field } from '../../ui/field.tsx';
import { plural } from '../../ui/format.ts';
import { ActionError, Failure, Loading } from '../../ui/states.tsx';
import { useAction } from '../../ui/use-action.ts';
import { useResource } from '../../ui/use-resource.ts';
import { LinkedAlertTable } from './linked-alert-table.tsx';

/** Alerts read one by one; a case with more than this shows the rest as links. */
const SHOWN = 25;

export function LinkedAlerts({ item, reload }: { item: Case; reload(): void }) {
  const { api, me } = useApp();
  const ids = item.alert_ids.slice(0, SHOWN);
  const alerts = useResource<Alert[]>(
    (signal) => Promise.all(ids.map((id) => getAlert(api, id, signal))),
    [api, ids.join()],
  );
  const work = can(me.role, 'work');
  const unlink = useAction(async (alertId: string) => {
    await unlinkAlert(api, item, alertId);
    reload();
  });
  const link = useAction(async (alertId: string) => {
    await linkAlert(api, item, alertId);
    reload();
  });
  return (
    <section aria-labelledby="linked">
      <h2 id="linked">
        Alerts <span class="muted">{plural(item.alert_ids.length, 'alert')}</span>
      </h2>
      {ids.length === 0 && <p class="muted">No alert is linked to this case.</p>}
      {ids.length > 0 && !alerts.data && !alerts.error && <Loading what="the alerts" />}
      {alerts.error && <Failure error={alerts.error} retry={alerts.reload} />}
      {alerts.data && alerts.data.length > 0 && (
        <LinkedAlertTable
          alerts={alerts.data}
          busy={unlink.busy}
          {...(work ? { onUnlink: (id: string) => void unlink.run(id) } : {})}
        />
      )}
      {item.alert_ids.slice(SHOWN).map((id) => (
        <p key={id}>
          <a href={`/alerts/${encodeURIComponent(id)}`}>{id}</a>
        </p>
      ))}
      {work && (
        <details class="more">
          <summary>Link another alert</summary>
          <form
            class="inline-form"
            onSubmit={async (event) => {
              event.preventDefault();
              const form = event.currentTarget;
              const id = String(new FormData(form).get('alert_id')).trim().split('/').pop() ?? '';
              if (await link.run(id)) form.reset();
            }}
          >
            <Field label="Alert id or address">
              <input name="alert_id" required autocomplete="off" />
            </Field>
            <button type="submit" class="button" disabled={link.busy}>
              Link
            </button>
          </form>
        </details>
      )}
      <ActionError error={unlink.error ?? link.error} reload={reload} />
    </section>
  );
}
