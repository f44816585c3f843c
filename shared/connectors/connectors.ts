import type { Connector, JsonObject } from '#shared/connectors/connector.ts';
import { ecsJson } from '#shared/connectors/ecs-json/connector.ts';
import { gatehouseEvent } from '#shared/connectors/gatehouse-event/connector.ts';

/** The family, in the order in which unlabelled events are sniffed; `ecs-json` takes what is left. */
export const connectors: readonly Connector[] = [gatehouseEvent, ecsJson];

/** The named connector, or null for `auto` and unknown names. */
export function connectorNamed(name: string): Connector | null {
  return connectors.find((connector) => connector.name === name) ?? null;
}

/**
 * Who reads an event: the connector that its source names, else the first that knows the event's shape. A name that is
 * not there (`auto`, or a connector that was renamed since) must not lose events.
 */
export function connectorFor(name: string, value: JsonObject): Connector {
  return connectorNamed(name) ?? connectors.find((connector) => connector.sniff(value)) ?? ecsJson;
}
