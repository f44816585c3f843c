export type AttackTag = { kind: 'technique' | 'tactic' | 'other'; text: string; href: string | null };

/** Reads a Sigma tag (Sigma specification 2.1, appendix "Tags"): `attack.t1110.001`, `attack.credential-access`, others as they are. */
export function attackTag(tag: string): AttackTag {
  const technique = /^attack\.(t\d{4})(?:\.(\d{3}))?$/i.exec(tag);
  if (technique) {
    const main = (technique[1] ?? '').toUpperCase();
    const sub = technique[2];
    return {
      kind: 'technique',
      text: sub ? `${main}.${sub}` : main,
      href: `https://attack.mitre.org/techniques/${main}/${sub ? `${sub}/` : ''}`,
    };
  }
  const tactic = /^attack\.([a-z][a-z_-]+)$/i.exec(tag);
  if (tactic) {
    const text = (tactic[1] ?? '').replaceAll(/[_-]/g, ' ').toLowerCase();
    return { kind: 'tactic', text: text.charAt(0).toUpperCase() + text.slice(1), href: null };
  }
  return { kind: 'other', text: tag, href: null };
}
