import type { Case } from '#shared/schema/case.ts';
import { type CaseChange, changeCase } from '../../api/cases.ts';
import { useApp } from '../../app/app-context.ts';
import { can } from '../../app/permissions.ts';
import { Facts } from '../../ui/facts.tsx';
import { words } from '../../ui/format.ts';
import { ActionError } from '../../ui/states.tsx';
import { Time } from '../../ui/time.tsx';
import { useAction } from '../../ui/use-action.ts';
import { AssigneeForm } from './assignee-form.tsx';
import { severities, statuses } from './case-choices.ts';

type Props = { item: Case; onChanged(item: Case): void; reload(): void };

/** Who works on the case, how far it is and how bad; every change names the version it saw. */
export function CaseEditor({ item, onChanged, reload }: Props) {
  const { api, me, announce } = useApp();
  const change = useAction(async (wanted: CaseChange, said: string) => {
    onChanged(await changeCase(api, item, wanted));
    announce(said);
  });
  const readOnly = !can(me.role, 'work') || change.busy;
  return (
    <aside class="panel two-side" aria-label="Case state">
      <div class="stack">
        <Choice
          label="Status"
          value={item.status}
          values={statuses}
          disabled={readOnly}
          onChange={(status) => void change.run({ status }, `Status is ${words(status)}`)}
        />
        <Choice
          label="Severity"
          value={item.severity}
          values={severities}
          disabled={readOnly}
          onChange={(severity) => void change.run({ severity }, `Severity is ${words(severity)}`)}
        />
        <AssigneeForm
          assignee={item.assignee}
          disabled={readOnly}
          onAssign={(assignee) =>
            void change.run({ assignee }, assignee ? `Assigned to ${assignee}` : 'Unassigned')
          }
        />
        <ActionError
          error={change.error}
          reload={() => {
            change.clear();
            reload();
          }}
        />
      </div>
      <Facts
        items={[
          ['Opened', <Time key="created" at={item.created_at} />],
          ['Opened by', item.created_by],
          ['Changed', <Time key="updated" at={item.updated_at} />],
          ['Changed by', item.updated_by],
          ...(item.closed_at ? [['Closed', <Time key="closed" at={item.closed_at} />] as const] : []),
        ]}
      />
    </aside>
  );
}

type ChoiceProps<V extends string> = {
  label: string;
  value: V;
  values: readonly V[];
  disabled: boolean;
  onChange(value: V): void;
};

function Choice<V extends string>({ label, value, values, disabled, onChange }: ChoiceProps<V>) {
  return (
    <label class="field">
      <span class="field-label">{label}</span>
      <select
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value as V)}
      >
        {values.map((one) => (
          <option key={one} value={one}>
            {words(one)}
          </option>
        ))}
      </select>
    </label>
  );
}
