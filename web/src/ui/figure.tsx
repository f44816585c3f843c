import type { ComponentChildren } from 'preact';

type Props = { name: string; value: ComponentChildren; note?: ComponentChildren; bad?: boolean };

/** One number with what it is. */
export function Figure({ name, value, note, bad = false }: Props) {
  return (
    <div class={bad ? 'figure figure-bad' : 'figure'}>
      <span class="figure-name">{name}</span>
      <span class="figure-value">{value}</span>
      {note && <span class="muted">{note}</span>}
    </div>
  );
}
