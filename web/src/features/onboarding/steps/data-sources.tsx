import { useState } from 'preact/hooks';
import { listDataSources, listTemplates, type Template } from '../../../api/datasources.ts';
import { useApp } from '../../../app/app-context.ts';
import { plural } from '../../../ui/format.ts';
import { Failure, Loading } from '../../../ui/states.tsx';
import { useResource } from '../../../ui/use-resource.ts';
import { StepButtons, StepFrame } from '../step-frame.tsx';
import type { StepProps } from '../wizard.tsx';
import { ConnectDialog } from './connect-dialog.tsx';
import { Discovery } from './discovery.tsx';
import { TemplateCard } from './template-card.tsx';

export function DataSourcesStep({ wizard }: StepProps) {
  const { api } = useApp();
  const templates = useResource((signal) => listTemplates(api, signal), [api]);
  const sources = useResource((signal) => listDataSources(api, signal), [api]);
  const [connecting, setConnecting] = useState<Template | null>(null);
  /** A source that was connected just now: its card tests it at once. */
  const [fresh, setFresh] = useState<string | null>(null);
  const chosen = wizard.answers.templates;
  const items = templates.data?.items ?? [];
  const choose = (id: string, on: boolean) =>
    wizard.update({ templates: on ? [...new Set([...chosen, id])] : chosen.filter((one) => one !== id) });
  const sourceOf = (id: string) =>
    sources.data?.items.findLast((source) => source.template_id === id && source.status === 'active') ?? null;
  const connected = items.filter(({ template_id }) => sourceOf(template_id) !== null).length;

  return (
    <StepFrame
      step={2}
      intro="Tick what you have. Connect each one, then test it: a test really sends or waits for an event and follows it all the way."
    >
      <Discovery templates={items} chosen={chosen} onChoose={(id) => choose(id, true)} />
      {templates.data === null &&
        (templates.error ? (
          <Failure error={templates.error} retry={templates.reload} />
        ) : (
          <Loading what="the data sources" />
        ))}
      {sources.error && templates.data !== null && <Failure error={sources.error} retry={sources.reload} />}
      <ul class="templates">
        {items.map((template) => (
          <TemplateCard
            key={template.template_id}
            template={template}
            source={sourceOf(template.template_id)}
            fresh={fresh}
            chosen={chosen.includes(template.template_id)}
            onChoose={(on) => choose(template.template_id, on)}
            onConnect={() => setConnecting(template)}
            onTested={sources.reload}
          />
        ))}
      </ul>
      {items.length > 0 && (
        <p class="muted" data-testid="sources-count">
          {plural(chosen.length, 'source')} chosen, {connected} connected. You can connect more at any time.
        </p>
      )}
      <StepButtons
        back={() => wizard.goTo(1)}
        next={() => wizard.complete(2)}
        hint={
          chosen.length === 0
            ? 'Nothing is chosen: you can still go on and connect sources later.'
            : undefined
        }
      />
      {connecting && (
        <ConnectDialog
          template={connecting}
          onConnected={(sourceId) => {
            choose(connecting.template_id, true);
            setFresh(sourceId);
            sources.reload();
          }}
          onClose={() => setConnecting(null)}
        />
      )}
    </StepFrame>
  );
}
