import { type Decision, decisionSchema, type Sighting, sightingSchema } from '#shared/schema/adaptation.ts';

/** An address that GitHub sends under a name that its connector does not know. */
export function buildSighting(given: Partial<Sighting> = {}): Sighting {
  return sightingSchema.parse({
    source_id: 'source-1',
    connector: 'github-audit',
    field: 'actor_address',
    count: 3,
    first_seen: '2026-11-22T10:00:00.000Z',
    last_seen: '2026-11-22T11:00:00.000Z',
    samples: ['203.0.113.7'],
    beside: ['action', 'actor', 'event.action', 'user.name'],
    ...given,
  });
}

/** That address, accepted as where the request came from. */
export function buildDecision(given: Partial<Decision> = {}): Decision {
  return decisionSchema.parse({
    adaptation_id: 'a1',
    connector: 'github-audit',
    field: 'client_addr',
    renamed_from: null,
    key: 'source.ip',
    state: 'accepted',
    version: 1,
    decided_by: 'ada@acme.example',
    decided_at: '2026-11-22T10:00:00.000Z',
    ...given,
  });
}
