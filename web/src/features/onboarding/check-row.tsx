import type { Check } from '../../api/validation.ts';
import { Badge } from '../../ui/badge.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Mark } from './mark.tsx';

type Props = { check: Check; busy: boolean; onRun(): void };

const states = {
  pending: ['plain', 'Not started'],
  running: ['accent', 'Running…'],
  passed: ['good', 'Passed'],
  failed: ['bad', 'Failed'],
} as const;

/** One check: its state, why it failed and what to do, its evidence one click away. */
export function CheckRow({ check, busy, onRun }: Props) {
  const [tone, title] = states[check.state];
  return (
    <li class={`panel check check-${check.state}`} data-check={check.check} data-state={check.state}>
      <div class="section-head">
        <strong class="check-title">
          <Mark state={check.state} />
          {check.title}
        </strong>
        <span class="actions">
          {check.state === 'failed' && (
            <button type="button" class="button small" disabled={busy} onClick={onRun}>
              Run again<span class="visually-hidden">: {check.title}</span>
            </button>
          )}
          <Badge tone={tone}>{title}</Badge>
        </span>
      </div>
      {check.state === 'running' && <span class="check-bar" aria-hidden="true" />}
      {check.state === 'failed' && (
        <p class="reason">
          {check.reason} {check.fix && <strong>{check.fix}</strong>}
        </p>
      )}
      {check.evidence.length > 0 && check.state !== 'running' && (
        <details>
          <summary>
            Evidence<span class="visually-hidden"> of {check.title}</span>
          </summary>
          <Facts items={check.evidence.map(({ label, value }) => [label, value] as const)} />
        </details>
      )}
    </li>
  );
}
