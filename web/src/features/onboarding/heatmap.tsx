import type { Tactic } from '../../api/coverage.ts';

type Props = { tactics: readonly Tactic[]; chosen: string | null; onChoose(id: string | null): void };

const legend = [
  ['green', '70 % and more'],
  ['yellow', '40 to 69 %'],
  ['red', 'below 40 %'],
] as const;

/** The tactics in the order of an attack; the number says what the colour says. */
export function Heatmap({ tactics, chosen, onChoose }: Props) {
  return (
    <section aria-labelledby="heatmap">
      <div class="section-head">
        <h3 id="heatmap">Coverage by tactic</h3>
        <ul class="heat-legend" aria-label="Legend">
          {legend.map(([heat, text]) => (
            <li key={heat}>
              <span class={`heat-swatch heat-${heat}`} aria-hidden="true" />
              {text}
            </li>
          ))}
        </ul>
      </div>
      <ul class="heatmap">
        {tactics.map(({ id, name, percent, heat, covered, partial, uncovered }) => (
          <li key={id}>
            <button
              type="button"
              class={`heat heat-${heat}`}
              aria-pressed={id === chosen}
              onClick={() => onChoose(id === chosen ? null : id)}
            >
              <span class="heat-name">{name}</span>
              <span class="heat-percent">{percent} %</span>
              <span class="heat-counts">
                {covered} of {covered + partial + uncovered}
                {partial > 0 && `, ${partial} in part`}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
