import type { Tactic, Technique } from '../../api/coverage.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import { blockerText, reasonTitles, stateTitles } from './coverage-words.ts';

const tones: Readonly<Record<Technique['state'], Tone>> = {
  covered: 'good',
  partial: 'medium',
  uncovered: 'bad',
};
const order: readonly Technique['state'][] = ['covered', 'partial', 'uncovered'];

/** The techniques of one tactic, each with its state and why. */
export function TacticDetail({ tactic, techniques }: { tactic: Tactic; techniques: readonly Technique[] }) {
  const own = techniques
    .filter(({ tactics }) => tactics.includes(tactic.shortname) || tactics.includes(tactic.id))
    .toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || a.id.localeCompare(b.id));
  return (
    <section class="panel" aria-labelledby="tactic">
      <h3 id="tactic">
        {tactic.name} <span class="muted">{tactic.id}</span>
      </h3>
      <ul class="techniques">
        {own.map((technique) => (
          <li key={technique.id}>
            <code>{technique.id}</code>
            <span>{technique.name}</span>
            <Badge tone={tones[technique.state]}>{stateTitles[technique.state]}</Badge>
            <Why technique={technique} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Why({ technique }: { technique: Technique }) {
  const reasons = technique.reasons.map((reason) => reasonTitles[reason]).join(' ');
  if (technique.rules.length === 0) return <p class="technique-why muted">{reasons}</p>;
  return (
    <details class="technique-why">
      <summary>
        {technique.state === 'covered' ? 'Its rules work.' : reasons} ({technique.rules.length})
        <span class="visually-hidden"> Rules of {technique.id}</span>
      </summary>
      <ul>
        {technique.rules.map(({ id, title, origin, blockers }) => (
          <li key={id}>
            {title} {origin === 'sentinel' && <Badge>Sentinel</Badge>}{' '}
            <span class="muted">
              {blockers.length === 0 ? 'works' : `does not work: ${blockers.map(blockerText).join('; ')}`}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
