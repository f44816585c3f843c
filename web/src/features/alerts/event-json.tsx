import type { CanonicalEvent } from '#shared/schema/event.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { jsonLines, keyFieldNames } from './key-fields.ts';

type Props = { event: CanonicalEvent; group: Readonly<Record<string, string>> };

export function EventJson({ event, group }: Props) {
  const lines = jsonLines(event, new Set(keyFieldNames(group)));
  return (
    <div class="event-json">
      <pre role="region" aria-label="Event as JSON, key fields marked">
        {lines.map((line, index) => {
          const text = '  '.repeat(line.indent) + line.text;
          return line.marked ? <mark key={index}>{`${text}\n`}</mark> : `${text}\n`;
        })}
      </pre>
</section>
      <CopyButton text={JSON.stringify(event, null, 2)} what="JSON" />
    </div>
  );
}
