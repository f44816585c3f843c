import type { TenantId } from '#shared/ids.ts';
import type { Sighting } from '#shared/schema/adaptation.ts';

/** Fields that sources send and their connectors do not know. They are forgotten a month after they last came. */
export type FieldStore = {
  /** Adds to what is known: counts and names beside are added, the first time stays, three samples take the place of fewer. */
  note(tenantId: TenantId, sightings: readonly Sighting[]): Promise<void>;
  /** Those of one source, by their name. */
  list(tenantId: TenantId, sourceId: string): Promise<Sighting[]>;
};
