/** Who or what the alert is about: the rule's group-by fields with their values. */
export function GroupText({ group }: { group: Readonly<Record<string, string>> }) {
  const entries = Object.entries(group);
  if (entries.length === 0) return null;
  return (
    <span class="group">
      {entries.map(([field, value]) => (
        <span key={field} class="group-item">
          <span class="group-field">{field}</span> <code>{value}</code>
        </span>
      ))}
    </span>
  );
}
