/** ATT&CK techniques that a rule's tags name, upper-case (`attack.t1110.001` → `T1110.001`), each once. */
export function techniquesOf(tags: readonly string[]): string[] {
  const found = tags.flatMap((tag) => {
    const id = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1];
    return id === undefined ? [] : [id.toUpperCase()];
  });
  return [...new Set(found)];
}
