import { Icon } from '../../ui/icon.tsx';

export const stepTitles = [
  'SOC Assessment',
  'Data Sources',
  'Sentinel Setup',
  'MITRE Mapping',
  'Defender Integration',
  'Validation',
] as const;

type Props = { step: number; done: readonly number[]; goTo(step: number): void };

/** The furthest step that may be opened: the one after those that are done in a row. */
export function reachable(done: readonly number[]): number {
  let step = 1;
  while (done.includes(step) && step < stepTitles.length) step++;
  return step;
}

/** Six circles on a bar. Steps that are done, and the next one, can be gone to. */
export function Stepper({ step, done, goTo }: Props) {
  const furthest = reachable(done);
  const share = Math.min((furthest - 1) / (stepTitles.length - 1), 1);
  return (
    <nav class="stepper" aria-label="Steps of the onboarding">
      <div class="stepper-bar" aria-hidden="true">
        <span style={{ width: `${share * 100}%` }} />
      </div>
      <ol>
        {stepTitles.map((title, index) => {
          const number = index + 1;
          const isDone = done.includes(number);
          return (
            <li key={title} class={isDone ? 'done' : undefined}>
              <button
                type="button"
                aria-current={number === step ? 'step' : undefined}
                disabled={number > furthest && !isDone}
                onClick={() => goTo(number)}
              >
                <span class="stepper-circle" aria-hidden="true">
                  {isDone ? <Icon name="check" /> : number}
                </span>
                <span class="stepper-title">
                  <span class="visually-hidden">Step {number}: </span>
                  {title}
                  {isDone && <span class="visually-hidden"> (done)</span>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
