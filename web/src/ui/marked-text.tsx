import type { ComponentChildren } from 'preact';

/** `code` and **strong** within a line. */
function inline(line: string): ComponentChildren[] {
  return line.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part, index) => {
    if (part.startsWith('`')) return <code key={index}>{part.slice(1, -1)}</code>;
    if (part.startsWith('**')) return <strong key={index}>{part.slice(2, -2)}</strong>;
    return part;
  });
}

type Block = { kind: 'p' | 'ol' | 'ul' | 'pre'; lines: string[] };

function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let fenced = false;
  const add = (kind: Block['kind'], line: string) => {
    const last = blocks.at(-1);
    if (last?.kind === kind && kind !== 'p') last.lines.push(line);
    else blocks.push({ kind, lines: [line] });
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('```')) fenced = !fenced;
    else if (fenced) add('pre', line);
    else if (/^\d+\. /.test(line)) add('ol', line.replace(/^\d+\. /, ''));
    else if (/^[-*] /.test(line)) add('ul', line.slice(2));
    else if (line.trim() !== '') add('p', line.replace(/^#+ /, ''));
  }
  return blocks;
}

/** The few marks that set-up instructions use: lists, code and strong words. Everything else is plain text. */
export function MarkedText({ text }: { text: string }) {
  return (
    <div class="marked">
      {blocksOf(text).map(({ kind, lines }, at) => {
        if (kind === 'pre')
          return (
            <pre key={at} class="example">
              {lines.join('\n')}
            </pre>
          );
        if (kind === 'p') return <p key={at}>{inline(lines[0] ?? '')}</p>;
        const List = kind;
        return (
          <List key={at}>
            {lines.map((line, index) => (
              <li key={index}>{inline(line)}</li>
            ))}
          </List>
        );
      })}
    </div>
  );
}
