import { localTime, timeAgo } from './format.ts';
import { useNow } from './use-now.ts';

type Props = { at: string | null; relative?: boolean };

/** A moment in the reader's own time; the exact UTC one is in its title. */
export function Time({ at, relative = false }: Props) {
  const now = useNow(relative ? 10_000 : 0);
  if (at === null) return <span class="muted">never</span>;
  return (
    <time dateTime={at} title={at} class="nowrap">
      {relative ? timeAgo(at, now) : localTime(at)}
    </time>
  );
}
