import type { LifecycleReport } from '../../api/reports.ts';
import { Bars } from '../../ui/bars.tsx';
import { Figure } from '../../ui/figure.tsx';
import { count, words } from '../../ui/format.ts';

/** Seconds in the largest unit that fits. */
export function durationText(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172_800) return `${(seconds / 3_600).toFixed(1)} h`;
  return `${(seconds / 86_400).toFixed(1)} days`;
}

export const barsOf = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts).map(([name, value]) => ({ name: words(name), value }));

export function LifecyclePart({ report: { alerts, cases, truncated } }: { report: LifecycleReport }) {
  const detect = alerts.seconds_to_detect;
  const close = cases.hours_to_close;
  return (
    <>
      {truncated && (
        <p class="notice">There was more than a report reads, so that these counts are too low.</p>
      )}
      <div class="figures">
        <Figure name="Alerts" value={count(alerts.total)} />
        <Figure
          name="Time to detect"
          value={detect ? durationText(detect.median) : '—'}
          note={detect ? `median; 95 % within ${durationText(detect.p95)}` : 'no alerts'}
        />
        <Figure
          name="Cases opened"
          value={count(cases.opened)}
          note={`${count(cases.closed)} closed, ${count(cases.open_now)} open now`}
        />
        <Figure
          name="Time to close"
          value={close ? durationText(close.median * 3_600) : '—'}
          note={close ? `median; 95 % within ${durationText(close.p95 * 3_600)}` : 'no case was closed'}
        />
      </div>
      <div class="halves">
        <section aria-labelledby="by-level">
          <h3 id="by-level">Alerts by severity</h3>
          <Bars label="Alerts by severity" items={barsOf(alerts.by_level)} />
        </section>
        <section aria-labelledby="by-status">
          <h3 id="by-status">Alerts by status</h3>
          <Bars label="Alerts by status" items={barsOf(alerts.by_status)} />
        </section>
      </div>
    </>
  );
}
