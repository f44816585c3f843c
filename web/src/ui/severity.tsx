import { words } from './format.ts';

export type SeverityWord = 'informational' | 'low' | 'medium' | 'high' | 'critical';

const bars: Readonly<Record<SeverityWord, number>> = {
  informational: 0,
  low: 1,
  medium: 2,
  high: 3,
  critical: 4,
};
const heights = [5, 8, 11, 14];

/** Severity as a word, a number of bars and a colour: any one of the three is enough to tell it. */
export function Severity({ level, score }: { level: SeverityWord; score?: number | undefined }) {
  return (
    <span class={`severity severity-${level}`}>
      <svg class="severity-bars" viewBox="0 0 18 14" aria-hidden="true" focusable="false">
        {heights.map((height, index) => (
          <rect
            key={height}
            x={index * 5}
            y={14 - height}
            width="3"
            height={height}
            rx="1"
            class={index < bars[level] ? 'bar-on' : 'bar-off'}
          />
        ))}
      </svg>
      {level === 'informational' ? 'Info' : words(level)}
      {score !== undefined && <span class="severity-score">{score}</span>}
    </span>
  );
}
