import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { stepTitles } from './stepper.tsx';

type Props = {
  step: number;
  /** What the step is for, for somebody who has never seen it. */
  intro: ComponentChildren;
  children: ComponentChildren;
};

/** A step's heading takes focus when the step is reached, so that keyboard and screen reader start there. */
export function StepFrame({ step, intro, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current || step > 1) heading.current?.focus({ preventScroll: true });
    first.current = false;
  }, [step]);
  const title = stepTitles[step - 1];
  return (
    <section class="step" aria-labelledby="step-title">
      <header class="step-head">
        <h2 id="step-title" ref={heading} tabIndex={-1}>
          <span class="muted">Step {step} of 6</span> {title}
        </h2>
        <p class="step-intro">{intro}</p>
      </header>
      {children}
    </section>
  );
}

type ButtonsProps = {
  back?: (() => void) | undefined;
  next?: (() => void) | undefined;
  nextTitle?: string;
  disabled?: boolean;
  /** Why the next step waits. */
  hint?: string | undefined;
};

export function StepButtons({
  back,
  next,
  nextTitle = 'Save and continue',
  disabled = false,
  hint,
}: ButtonsProps) {
  return (
    <div class="step-buttons">
      {back && (
        <button type="button" class="button" onClick={back}>
          Back
        </button>
      )}
      {hint && <span class="muted">{hint}</span>}
      {next && (
        <button type="button" class="button primary" disabled={disabled} onClick={next}>
          {nextTitle}
        </button>
      )}
    </div>
  );
}
