import { useEffect } from 'preact/hooks';
import type { DataSource, Template } from '../../../api/datasources.ts';
import { Badge } from '../../../ui/badge.tsx';
import { words } from '../../../ui/format.ts';
import { ActionError } from '../../../ui/states.tsx';
import { SourceTestView } from './source-test.tsx';
import { pushed } from './template-words.ts';
import { useSourceTest } from './use-source-test.ts';

type Props = {
  template: Template;
  source: DataSource | null;
  /** The source that was connected just now. */
  fresh: string | null;
  chosen: boolean;
  onChoose(on: boolean): void;
  onConnect(): void;
  onTested(): void;
};

export function TemplateCard({ template, source, fresh, chosen, onChoose, onConnect, onTested }: Props) {
  const test = useSourceTest(source?.source_id ?? null, onTested);
  const id = `template-${template.template_id}`;
  const state = test.test?.state ?? source?.last_test?.state ?? null;
  const isPushed = pushed(template.connector_type);

  // What is pulled needs nothing from the other side any more, so that it is tried at once.
  useEffect(() => {
    if (source !== null && fresh === source.source_id && !isPushed) void test.start.run(undefined);
  }, [fresh, source?.source_id]);

  return (
    <li class={chosen ? 'template chosen' : 'template'} data-template={template.template_id}>
      <div class="template-head">
        <input
          type="checkbox"
          id={id}
          checked={chosen}
          aria-describedby={`${id}-about`}
          onChange={(event) => onChoose(event.currentTarget.checked)}
        />
        <svg class="icon template-icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
          <path d={template.icon} />
        </svg>
        <label for={id} class="template-name">
          {template.name}
        </label>
        <Badge>{words(template.source_type)}</Badge>
      </div>
      <p id={`${id}-about`} class="muted">
        {template.description}
      </p>
      <div class="actions">
        {source === null ? (
          <button type="button" class="button small" onClick={onConnect}>
            Connect and test<span class="visually-hidden"> {template.name}</span>
          </button>
        ) : (
          <>
            <button
              type="button"
              class="button small"
              disabled={test.running}
              onClick={() => void test.start.run(isPushed ? 'send' : undefined)}
            >
              Test<span class="visually-hidden"> {template.name}</span>
            </button>
            {isPushed && (
              <button
                type="button"
                class="button small"
                disabled={test.running}
                onClick={() => void test.start.run('await')}
              >
                Wait for its own event
                <span class="visually-hidden"> from {template.name}</span>
              </button>
            )}
          </>
        )}
        <span aria-live="polite">
          {source !== null && state === null && <Badge tone="accent">Not tested yet</Badge>}
          {state === 'running' && <Badge tone="accent">Testing…</Badge>}
          {state === 'passed' && <Badge tone="good">Connected</Badge>}
          {state === 'failed' && <Badge tone="bad">Error</Badge>}
        </span>
      </div>
      {state === 'failed' && test.test === null && <p class="reason">{source?.last_test?.reason}</p>}
      {test.test && <SourceTestView test={test.test} />}
      <ActionError error={test.start.error} />
    </li>
  );
}
