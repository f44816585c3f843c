import type { Plan } from '../../api/onboarding.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { type Column, DataTable } from '../../ui/data-table.tsx';
import { systemTitles } from './system-names.ts';

type Row = {
  key: string;
  title: string;
  system: Plan['steps'][number]['system'];
} & Plan['steps'][number]['objects'][number];

const actions: Readonly<Record<Row['action'], { title: string; tone: Tone }>> = {
  create: { title: 'Will be made', tone: 'accent' },
  adopt: { title: 'Is there, will be used', tone: 'good' },
  collision: { title: 'In the way', tone: 'bad' },
};

const columns: readonly Column<Row>[] = [
  { title: 'What', kind: 'main', cell: ({ title }) => title },
  { title: 'System', cell: ({ system }) => systemTitles[system] },
  { title: 'Name there', kind: 'wide', cell: ({ object }) => <code>{object}</code> },
  {
    title: 'What happens',
    kind: 'wide',
    cell: ({ action, reason }) => (
      <>
        <Badge tone={actions[action].tone}>{actions[action].title}</Badge>
        {reason && <p class="reason">{reason}</p>}
      </>
    ),
  },
];

export function PlanView({ plan }: { plan: Plan }) {
  const rows = plan.steps.flatMap(({ step, title, system, objects }) =>
    objects.map((object): Row => ({ ...object, key: `${step}/${object.object}`, title, system })),
  );
  return (
    <section aria-labelledby="plan">
      <h3 id="plan">The plan</h3>
      <DataTable
        caption="What the setup would make or use"
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
      />
    </section>
  );
}
