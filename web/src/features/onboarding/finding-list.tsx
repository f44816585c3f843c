import type { Plan } from '../../api/onboarding.ts';
import { plural } from '../../ui/format.ts';
import { Mark } from './mark.tsx';
import { systemTitles } from './system-names.ts';

/** What the checks before the first create found: what is in the way first, with what to do. */
export function FindingList({ findings }: { findings: Plan['findings'] }) {
  const bad = findings.filter(({ ok }) => !ok);
  const good = findings.filter(({ ok }) => ok);
  if (findings.length === 0) return null;
  return (
    <section aria-labelledby="findings">
      <h3 id="findings">Checked before anything is made</h3>
      {bad.length > 0 && (
        <ul class="marks panel state-error" role="alert">
          {bad.map(({ system, check, detail, fix }) => (
            <li key={`${system}${check}${detail}`}>
              <Mark state="failed" />
              <span>
                <strong>{systemTitles[system]}:</strong> {detail} {fix && <strong>{fix}</strong>}
              </span>
            </li>
          ))}
        </ul>
      )}
      {good.length > 0 && (
        <details class="panel">
          <summary>{plural(good.length, 'check')} passed</summary>
          <ul class="marks">
            {good.map(({ system, check, detail }) => (
              <li key={`${system}${check}${detail}`}>
                <Mark state="passed" />
                <span>
                  {systemTitles[system]}: {detail}
                </span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
