import type { CanonicalEvent } from '#shared/schema/event.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Scroll } from '../../ui/scroll.tsx';
import { jsonLines, keyFieldNames } from './key-fields.ts';

type Props = { event: CanonicalEvent; group: Readonly<Record<string, string>> };

export function EventJson({ event, group }: Props) {
  const lines = jsonLines(event, new Set(keyFieldNames(group)));
  return (
    <div class="event-json">
      <Scroll label="Event as JSON, key fields marked">
        <pre>
          {lines.map((line, index) => {
            const text = `${'  '.repeat(line.indent)}${line.text}\n`;
            return line.marked ? <mark key={index}>{text}</mark> : text;
          })}
        </pre>
      </Scroll>
      <CopyButton text={JSON.stringify(event, null, 2)} what="JSON" />
    </div>
  );
}
