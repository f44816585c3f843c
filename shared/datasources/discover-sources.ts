import {
  type Clue,
  cluesOfEvents,
  cluesOfSentinel,
  type Proposal,
  proposalsOf,
} from '#shared/datasources/discover.ts';
import type { TenantId } from '#shared/ids.ts';
import type { ContentStore } from '#shared/ports/content-store.ts';
import type { SourceStore } from '#shared/ports/source-store.ts';
import type { Source } from '#shared/schema/source.ts';
import { armVersions, sentinelPath } from '#shared/tenants/provisioning/azure-paths.ts';
import { standingRun } from '#shared/tenants/provisioning/drift.ts';
import { apisFor, type Engine } from '#shared/tenants/provisioning/engine.ts';
import { isForeseen, reasonOf } from '#shared/tenants/provisioning/reason.ts';

/** What arrived within so many days speaks for a source. */
const DAYS = 7;

export type Discovery = {
  items: Proposal[];
  /** What could not be looked at, and why. */
  notes: string[];
};

/** Looks at what arrives without a label and at the connected Sentinel workspace, and proposes what to connect. */
export async function discoverSources(
  ports: { content: Pick<ContentStore, 'kindsSince'>; sources: Pick<SourceStore, 'list'>; engine: Engine },
  tenantId: TenantId,
  now: Date,
): Promise<Discovery> {
  const since = new Date(now.getTime() - DAYS * 86_400_000).toISOString();
  const notes: string[] = [];
  const [kinds, sources, sentinel] = await Promise.all([
    ports.content.kindsSince(tenantId, since),
    allSources(ports, tenantId),
    sentinelClues(ports.engine, tenantId, notes),
  ]);
  return { items: proposalsOf([...cluesOfEvents(kinds, sources), ...sentinel], sources), notes };
}

async function sentinelClues(engine: Engine, tenantId: TenantId, notes: string[]): Promise<Clue[]> {
  const run = await standingRun(engine, tenantId);
  if (run === null || run.setup.azure === null) return [];
  try {
    const { arm } = await apisFor(engine, run).azure();
    const path = `${sentinelPath(run.setup.azure)}/dataConnectors`;
    const found = (await arm.list(path, armVersions.sentinel)) ?? [];
    return cluesOfSentinel(found.flatMap(({ kind }) => kind ?? []));
  } catch (error) {
    if (!isForeseen(error)) throw error;
    notes.push(`The Sentinel workspace could not be read: ${reasonOf(error)}`);
    return [];
  }
}

async function allSources(
  { sources }: { sources: Pick<SourceStore, 'list'> },
  tenantId: TenantId,
): Promise<Source[]> {
  const all: Source[] = [];
  let position: string | null = null;
  do {
    const page = await sources.list(tenantId, { limit: 100, position });
    all.push(...page.items);
    position = page.next;
  } while (position !== null);
  return all;
}
