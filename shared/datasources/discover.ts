import { suggestConnector } from '#shared/attack/suggest-connector.ts';
import type { Template } from '#shared/datasources/template.ts';
import { templates } from '#shared/datasources/templates.ts';
import type { EventKind } from '#shared/schema/census.ts';
import type { Source } from '#shared/schema/source.ts';

export type Proposal = {
  template_id: string;
  /** 0 to 1. */
  confidence: number;
  evidence: string[];
  already_connected: boolean;
};

/** A thing that was seen and the template that it speaks for. */
export type Clue = { connector: string; confidence: number; evidence: string };

/** Events that were read as one vendor's say who sends them; a category alone only says what kind of device it is. */
const BY_PRODUCT = 0.95;
const BY_CATEGORY = 0.5;

/** What arrives without a label: pushed by people, or by sources that are read as whatever they look like. */
export function cluesOfEvents(kinds: readonly EventKind[], sources: readonly Source[]): Clue[] {
  const unlabelled = new Map(
    sources.filter(({ connector }) => connector === 'auto').map(({ source_id, name }) => [source_id, name]),
  );
  return kinds.flatMap(({ source_id, logsource, last_seen_at }) => {
    const from = source_id === 'user' ? 'pushed by hand' : unlabelled.get(source_id);
    if (from === undefined) return [];
    const seen = (what: string): string => `${what}, from ${from}, last at ${last_seen_at}`;
    const byProduct = logsource.product.flatMap((product) => {
      const connector = suggestConnector({ product });
      const evidence = seen(`events of ${[product, ...logsource.service].join(' ')}`);
      return connector === null ? [] : [{ connector, confidence: BY_PRODUCT, evidence }];
    });
    if (byProduct.length > 0) return byProduct;
    return logsource.category.flatMap((category) => {
      const connector = suggestConnector({ category });
      const evidence = seen(`events of the category ${category}`);
      return connector === null ? [] : [{ connector, confidence: BY_CATEGORY, evidence }];
    });
  });
}

/** Sentinel's connectors by kind (data connectors reference). */
const byConnectorKind: Readonly<Record<string, readonly string[]>> = {
  AzureActiveDirectory: ['entra-id'],
  MicrosoftDefenderAdvancedThreatProtection: ['microsoft-defender'],
  MicrosoftThreatProtection: ['microsoft-defender'],
  Office365: ['m365'],
  AmazonWebServicesCloudTrail: ['aws-cloudtrail'],
  AmazonWebServicesS3: ['aws-cloudtrail'],
};
/** What the connected Sentinel workspace is fed by. */
export function cluesOfSentinel(connectorKinds: readonly string[]): Clue[] {
  return connectorKinds.flatMap((kind) => {
    const known = Object.hasOwn(byConnectorKind, kind) ? byConnectorKind[kind] : undefined;
    const evidence = `Sentinel’s data connector ${kind} is connected`;
    return (known ?? []).map((connector) => ({ connector, confidence: 0.9, evidence }));
  });
}

/** One proposal for each template that something speaks for, surest first. Clues that agree make it surer. */
export function proposalsOf(clues: readonly Clue[], sources: readonly Source[]): Proposal[] {
  const connected = new Set(
    sources.filter(({ status }) => status === 'active').map(({ template_id: id }) => id),
  );
  const labelled = new Set(sources.map(({ connector }) => connector));
  return [...Map.groupBy(clues, ({ connector }) => connector)]
    .flatMap(([connector, found]) => {
      const template = templates.find((one: Template) => one.connector === connector);
      if (template === undefined) return [];
      const doubts = found.reduce((doubt, { confidence }) => doubt * (1 - confidence), 1);
      return [
        {
          template_id: template.template_id,
          confidence: Math.round((1 - doubts) * 100) / 100,
          evidence: [...new Set(found.map(({ evidence }) => evidence))].slice(0, 20),
          already_connected: connected.has(template.template_id) || labelled.has(connector),
        },
      ];
    })
    .sort((one, other) => other.confidence - one.confidence);
}
