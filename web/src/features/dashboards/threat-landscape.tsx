import { useState } from 'preact/hooks';
import type { Alert } from '#shared/schema/alert.ts';
import { listAlerts } from '../../api/alerts.ts';
import { getCoverage } from '../../api/coverage.ts';
import { useApp } from '../../app/app-context.ts';
import { attackTag } from '../../ui/attack.ts';
import { Bars } from '../../ui/bars.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { useResource } from '../../ui/use-resource.ts';
import { Heatmap } from '../onboarding/heatmap.tsx';
import { TacticDetail } from '../onboarding/tactic-detail.tsx';

/** The newest alerts that the counts are made from: one page of the API. */
const READ = 200;
const TOP = 10;

/** The commonest values, most first. */
export function top(values: readonly string[]): { name: string; value: number }[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))
    .slice(0, TOP)
    .map(([name, value]) => ({ name, value }));
}

const tagsOf = (alerts: readonly Alert[], kind: 'technique' | 'tactic') =>
  alerts.flatMap(({ rule }) =>
    rule.tags
      .map(attackTag)
      .filter((tag) => tag.kind === kind)
      .map((tag) => tag.text),
  );

export function ThreatLandscapePage() {
  const { api } = useApp();
  const [tactic, setTactic] = useState<string | null>(null);
  const alerts = useResource((signal) => listAlerts(api, { limit: READ }, signal), [api]);
  const coverage = useResource((signal) => getCoverage(api, signal), [api]);
  return (
    <>
      <Loaded what="alerts" of={alerts}>
        {({ items, next }) => (
          <>
            <p class="muted">
              {next === null ? 'All alerts.' : `The newest ${items.length} alerts; there are more.`}
            </p>
            <div class="halves">
              <section aria-labelledby="techniques">
                <h2 id="techniques">Techniques seen</h2>
                <Bars label="Techniques seen" items={top(tagsOf(items, 'technique'))} />
              </section>
              <section aria-labelledby="tactics">
                <h2 id="tactics">Tactics seen</h2>
                <Bars label="Tactics seen" items={top(tagsOf(items, 'tactic'))} />
              </section>
              <section aria-labelledby="rules">
                <h2 id="rules">Rules that fired</h2>
                <Bars label="Rules that fired" items={top(items.map(({ rule }) => rule.title))} />
              </section>
              <section aria-labelledby="who">
                <h2 id="who">Who and what it is about</h2>
                <Bars
                  label="Who and what it is about"
                  items={top(items.flatMap(({ group }) => Object.values(group)))}
                />
              </section>
            </div>
          </>
        )}
      </Loaded>
      <Loaded what="the coverage" of={coverage}>
        {({ tactics, techniques }) => {
          const shown = tactics.find(({ id }) => id === tactic);
          return (
            <>
              <Heatmap tactics={tactics} chosen={tactic} onChoose={setTactic} />
              {shown && <TacticDetail tactic={shown} techniques={techniques} />}
            </>
          );
        }}
      </Loaded>
    </>
  );
}
