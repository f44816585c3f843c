import type { DriftLine } from '#shared/schema/drift.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { shown } from '../../ui/format.ts';
import { systemTitles } from './system-names.ts';

const states: Readonly<Record<DriftLine['state'], { title: string; tone: Tone }>> = {
  matches: { title: 'As it should be', tone: 'good' },
  differs: { title: 'Differs', tone: 'bad' },
  gone: { title: 'Gone', tone: 'bad' },
  unknown: { title: 'Could not be read', tone: 'medium' },
};

/** One resource as its system shows it now, field by field where it is not as it should be. */
export function DriftItem({ line }: { line: DriftLine }) {
  const { title, tone } = states[line.state];
  return (
    <li data-step={line.step} data-state={line.state}>
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
