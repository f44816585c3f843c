/** Text cut to its column, whole in its title. */
export function Clip({ text, code = false }: { text: string; code?: boolean }) {
  const inner = (
    <span class="clip" title={text}>
      {text}
    </span>
  );
  return code ? <code>{inner}</code> : inner;
}
