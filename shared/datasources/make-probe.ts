import { prepareSettings } from '#shared/connectors/source-settings.ts';
import { mappedProbe } from '#shared/datasources/mapped-probe.ts';
import { genericTemplate } from '#shared/datasources/templates/generic.ts';
import { threatFeedTemplate } from '#shared/datasources/templates/threat-feed.ts';
import { templateNamed, templates } from '#shared/datasources/templates.ts';
import { uuidV5 } from '#shared/ids.ts';
import { normalizeEvents } from '#shared/pipeline/normalize-event.ts';
import { isProbe, PROBE_MARK, PROBE_RULE } from '#shared/schema/probe.ts';
import type { Source } from '#shared/schema/source.ts';

export type Probe = {
  raw: string;
  marker: string;
  /** What the pipeline will call it: all three follow from the text. */
  eventId: string;
  packId: string;
  alertId: string;
  /** Who reads it, and as what. */
  readAs: string;
};

/**
 * A marked event for a source, as its vendor writes it: by the source's template, else by one of the same connector, else
 * in ECS or CEF; with what its mapping requires, where it has one that does.
 * @throws Error that says why the source would not read it.
 */
export function makeProbe(source: Source, token: string, at: Date): Probe {
  const own =
    templateNamed(source.template_id) ?? templates.find(({ connector }) => connector === source.connector);
  const mapped = mappedProbe(source.settings);
  const usual = own === undefined ? [threatFeedTemplate.probe, genericTemplate.probe] : [own.probe];
  const ways = mapped === null ? usual : [mapped];
  const marker = `${PROBE_MARK}${token}`;
  const pack = {
    connector: source.connector,
    received_at: at.toISOString(),
    settings: prepareSettings(source.connector, source.settings, source.adaptations),
  };
  for (const write of ways) {
    const raw = write(marker, at);
    const [event] = normalizeEvents(source.tenant_id, pack, { raw, o: 0 });
    if (event === undefined || !isProbe(event)) continue;
    return {
      raw,
      marker,
      eventId: event.event_id,
      packId: uuidV5('event-pack', source.tenant_id, event.event_id),
      alertId: uuidV5('alert', source.tenant_id, PROBE_RULE, 'event', event.event_id),
      readAs: `${event.source.integration}, category ${event.category}`,
    };
  }
  throw new Error(`the connector ${source.connector} does not read the marked event of this source`);
}
