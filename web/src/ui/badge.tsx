import type { ComponentChildren } from 'preact';

export type Tone = 'good' | 'bad' | 'medium' | 'plain' | 'accent';

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}
