import { attackTag } from '../../ui/attack.ts';

export function AttackTags({ tags }: { tags: readonly string[] }) {
  if (tags.length === 0) return <span class="muted">none</span>;
  return (
    <ul class="tags">
      {tags.map((tag) => {
        const { text, href, kind } = attackTag(tag);
        return (
          <li key={tag} class={`tag tag-${kind}`} title={tag}>
            {href ? (
              <a href={href} target="_blank" rel="noreferrer">
                {text}
              </a>
            ) : (
              text
            )}
          </li>
        );
      })}
    </ul>
  );
}
