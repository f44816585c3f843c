import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type Props = { label: string; hint?: string | undefined; hideLabel?: boolean; children: ComponentChildren };

/** A labelled control. The hint describes the group, so that the label stays short for screen readers. */
export function Field({ label, hint, hideLabel = false, children }: Props) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset per single control would be noise
    <div class="field" role="group" {...(hint ? { 'aria-describedby': id } : {})}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the control is the child */}
      <label>
        <span class={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</span>
        {children}
      </label>
      {hint && (
        <small id={id} class="hint">
          {hint}
        </small>
      )}
    </div>
  );
}
