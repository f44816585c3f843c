import { falcon } from '#shared/polling/falcon.ts';
import { graph } from '#shared/polling/graph.ts';
import { m365 } from '#shared/polling/m365.ts';
import { okta } from '#shared/polling/okta.ts';
import type { PollKind } from '#shared/polling/poll-kind.ts';
import { sentinel } from '#shared/polling/sentinel.ts';
import { taxii } from '#shared/polling/taxii.ts';
import type { PollKindName } from '#shared/schema/poll.ts';

const kinds: { readonly [K in PollKindName]: PollKind<K> } = {
  okta_system_log: okta,
  microsoft_graph: graph,
  m365_activity: m365,
  falcon_alerts: falcon,
  sentinel_incidents: sentinel,
  taxii,
};

/** The kind that reads a source with these settings. */
export const kindOf = <K extends PollKindName>(name: K): PollKind<K> => kinds[name];
