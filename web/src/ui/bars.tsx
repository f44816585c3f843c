import { count } from './format.ts';

type Props = { label: string; items: readonly { name: string; value: number; href?: string }[] };

/** Counts side by side: the number says what the bar shows. */
export function Bars({ label, items }: Props) {
  const most = Math.max(1, ...items.map(({ value }) => value));
  if (items.length === 0) return <p class="muted">Nothing yet.</p>;
  return (
    <ul class="bars" aria-label={label}>
      {items.map(({ name, value, href }) => (
        <li key={name}>
          <span class="bar-name">{href ? <a href={href}>{name}</a> : name}</span>
          <span class="bar-track" aria-hidden="true">
            <span style={{ width: `${(value / most) * 100}%` }} />
          </span>
          <span class="bar-value">{count(value)}</span>
        </li>
      ))}
    </ul>
  );
}
