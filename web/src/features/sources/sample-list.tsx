/** Values of a field; what may be a secret was blackened before it came here. */
export function SampleList({ samples }: { samples: readonly string[] }) {
  if (samples.length === 0) return <span class="muted">no value seen</span>;
  return (
    <ul class="samples" aria-label="Samples">
      {samples.map((sample) => (
        <li key={sample}>
          <code>{sample}</code>
        </li>
      ))}
    </ul>
  );
}
