import type { Alert } from '#shared/schema/alert.ts';
import type { ValueMatch } from '#shared/schema/explanation.ts';

type Explanation = Alert['explanations'][number];

/** Why the newest event matched, rule by rule: what was asked, and what answered it with its words marked. */
export function WhyMatched({ explanations }: { explanations: readonly Explanation[] }) {
  const newest = explanations[0]?.event_id;
  const shown = explanations.filter(({ event_id, matches }) => event_id === newest && matches.length > 0);
  if (shown.length === 0) return null;
  return (
    <section aria-labelledby="why">
      <h2 id="why">
        Why it matched <span class="muted">the newest event</span>
      </h2>
      {shown.map((explanation) => (
        <ExplanationPanel key={explanation.rule.id} explanation={explanation} />
      ))}
    </section>
  );
}

/** One rule's questions and the event's answers. */
export function ExplanationPanel({
  explanation: { rule, selections, matches },
}: {
  explanation: Explanation;
}) {
  return (
    <div class="panel why">
      <p>
        {rule.title} <span class="muted">version {rule.version}</span>
        {selections.length > 0 && <span class="muted"> · {selections.join(', ')}</span>}
      </p>
      <ul class="why-matches">
        {matches.map((match) => (
          <li key={`${match.selection} ${match.field} ${match.how} ${match.pattern}`}>
            <span class="group-field">{match.field}</span> <span class="muted">{match.how}</span>{' '}
            <MarkedValue match={match} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function MarkedValue({ match: { value, spans, at } }: { match: ValueMatch }) {
  if (value === null) return <span class="muted">missing</span>;
  return (
    <code>
      {at > 0 && '…'}
      {markedParts(value, spans).map(({ text, marked }, i) =>
        marked ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
      )}
    </code>
  );
}

/** The value in parts, those in the spans marked; spans that overlap are one. */
export function markedParts(
  value: string,
  spans: readonly (readonly [number, number])[],
): { text: string; marked: boolean }[] {
  const parts: { text: string; marked: boolean }[] = [];
  let end = 0;
  for (const [from, to] of [...spans].sort(([one], [other]) => one - other)) {
    const start = Math.max(from, end);
    if (to <= start) continue;
    if (start > end) parts.push({ text: value.slice(end, start), marked: false });
    parts.push({ text: value.slice(start, to), marked: true });
    end = to;
  }
  if (end < value.length) parts.push({ text: value.slice(end), marked: false });
  return parts;
}
