import { ended, markStage } from '#shared/datasources/stages.ts';
import type { TestPorts } from '#shared/datasources/test-ports.ts';
import { startCursor } from '#shared/polling/cursor.ts';
import { type Feed, pollPlan } from '#shared/polling/poll-plan.ts';
import { openReader } from '#shared/polling/read-page.ts';
import type { Source } from '#shared/schema/source.ts';
import type { SourceTest } from '#shared/schema/validation.ts';
import { VendorError, type VendorFault } from '#shared/vendors/vendor-error.ts';

/** What a test asks for: enough to prove that there is something to read, and quick. */
const ASKED_MS = 3_600_000;

/** Signs in at the vendor as the source's poller does, and asks for one page of each of its feeds. */
export async function tryCredentials(
  ports: TestPorts,
  source: Source,
  test: SourceTest,
): Promise<SourceTest> {
  const at = (): string => ports.now().toISOString();
  const fail = (reason: string, fix: string): SourceTest =>
    ended(markStage(test, 'credentials', 'failed', at(), reason), ports.now(), reason, fix);
  const feeds = pollPlan(source);
  if (feeds.length === 0) {
    return fail('This source has nothing to sign in with.', 'Connect it again by its template.');
  }
  const said: string[] = [];
  for (const feed of feeds) {
    try {
      said.push(await tryFeed(ports, source, feed));
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      const reason = feeds.length === 1 ? error.message : `${feed.feed}: ${error.message}`;
      if (feed.optional !== true || error.fault !== 'forbidden') return fail(reason, fixes[error.fault]);
      said.push(`not covered: ${reason}`);
    }
  }
  const detail = said.join('; ');
  return { ...markStage(test, 'credentials', 'done', at(), detail), state: 'passed', ended_at: at() };
}

async function tryFeed(ports: TestPorts, source: Source, { feed, settings }: Feed): Promise<string> {
  const reader = await openReader(ports, source.tenant_id, source.source_id, settings);
  const { units, read } = await reader.next(startCursor(new Date(ports.now().getTime() - ASKED_MS)), []);
  const records = units.reduce((count, { texts }) => count + texts.length, 0);
  const count = `${records}${read.more ? ' or more' : ''} ${records === 1 ? 'record' : 'records'}`;
  return `${feed} answered with ${count} of the last hour`;
}

const fixes: Readonly<Record<VendorFault, string>> = {
  blocked: 'Enter the vendor’s public address; private ones are not called.',
  unreachable: 'Check the address, and that it can be reached from the internet.',
  timeout: 'Try again later; the vendor did not answer in time.',
  unauthenticated: 'Enter the id and the secret again; make a new secret if the old one has lapsed.',
  forbidden: 'Give the account the permissions that the instructions name, and consent to them.',
  not_found: 'Check the address and the ids that were entered.',
  conflict: 'Try again in a minute.',
  rate_limited: 'Try again in a few minutes; the vendor limits calls.',
  broken: 'Try again later; see the vendor’s status page.',
  refused: 'Check the settings against the instructions.',
  unreadable: 'Check the address: something else than this vendor answers there.',
};
