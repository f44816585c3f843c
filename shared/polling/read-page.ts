import { z } from 'zod';
import type { TenantId } from '#shared/ids.ts';
import type { PageRead, PollKind, Unit } from '#shared/polling/poll-kind.ts';
import { kindOf } from '#shared/polling/poll-kinds.ts';
import type { SecretStore } from '#shared/ports/secret-store.ts';
import { type Cursor, type PollSettings, sourceSecretName } from '#shared/schema/poll.ts';
import type { Systems } from '#shared/schema/systems.ts';
import { type Authorization, allowanceOf, makeVendorHttp, type VendorHttp } from '#shared/vendors/http.ts';
import type { VendorCalls } from '#shared/vendors/vendor-calls.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export type ReaderPorts = { secrets: Pick<SecretStore, 'get'>; systems: Systems; vendorCalls: VendorCalls };

export type NextPage = { read: PageRead; units: readonly Unit[]; pauseSeconds: number | null };

export type PageReader = {
  kind: PollKind;
  /**
   * What comes next, with what was being handed over when the last run died at first. `pauseSeconds` where the other
   * system wants no more calls for now. @throws VendorError
   */
  next(cursor: Cursor, pending: readonly string[]): Promise<NextPage>;
};

/** Few repetitions here: what lasts longer waits for the next run, so that no source holds others up. */
const RETRIES = { attempts: 2, baseMs: 300, longestMs: 2_000 };

/** Signs in to a pulled source. @throws VendorError `unauthenticated` when its secret is missing or not as it should be. */
export async function openReader(
  ports: ReaderPorts,
  tenantId: TenantId,
  sourceId: string,
  settings: PollSettings,
): Promise<PageReader> {
  const kind: PollKind = kindOf(settings.kind) as PollKind;
  const baseUrl = kind.baseUrl(settings, ports.systems);
  const secret = await secretOf(ports, tenantId, sourceId, kind);
  const secrets = Object.values(secret);
  const client = (vendor: string, url: string, authorization: Authorization | null): VendorHttp =>
    makeVendorHttp({
      ...ports.vendorCalls,
      vendor,
      baseUrl: url,
      allowedHosts: ports.systems.allowed_hosts,
      secrets,
      retries: RETRIES,
      authorization,
    });
  const authorization = kind.signIn(settings, secret, {
    systems: ports.systems,
    now: ports.vendorCalls.now,
    http: (vendor, url) => client(vendor, url, null),
  });
  const http = client(kind.vendor, baseUrl, authorization);
  const unitOf = (item: PageRead['items'][number]): Unit => {
    const text = JSON.stringify(item);
    const at = Date.parse(kind.timeOf(settings, item) ?? '');
    return { key: text, at: Number.isNaN(at) ? null : at, texts: [text] };
  };

  async function page(cursor: Cursor, pending: readonly string[], mayMend: boolean): Promise<NextPage> {
    const asked = kind.ask(settings, cursor, baseUrl, ports.vendorCalls.now());
    try {
      const answer = await http.exchange({ method: 'GET', ...asked, answer: z.unknown() });
      const allowance = allowanceOf(answer.headers, ports.vendorCalls.now());
      const listed = kind.read(settings, answer, baseUrl, asked);
      const parts = { cursor, pending, http, baseUrl, asked };
      const read = (await kind.follow?.(settings, listed, parts)) ?? listed;
      const pauseSeconds = allowance?.remaining === 0 ? allowance.resetSeconds : null;
      return { read, units: read.units ?? read.items.map(unitOf), pauseSeconds };
    } catch (error) {
      if (!(error instanceof VendorError)) throw error;
      if (mayMend && (await kind.mend?.(settings, error, http))) return page(cursor, pending, false);
      throw error;
    }
  }

  return {
    kind,
    async next(cursor, pending) {
      try {
        return await page(cursor, pending, true);
      } catch (error) {
        throw error instanceof VendorError ? (kind.explain?.(settings, error) ?? error) : error;
      }
    },
  };
}

async function secretOf(
  ports: ReaderPorts,
  tenantId: TenantId,
  sourceId: string,
  kind: PollKind,
): Promise<Readonly<Record<string, string>>> {
  const text = await ports.secrets.get(tenantId, sourceSecretName(sourceId));
  // A source whose form has no secret has none stored.
  const parsed = kind.secret.safeParse(readJson(text ?? '{}'));
  if (parsed.success) return parsed.data;
  const why = text === null ? 'There are no credentials for this source' : 'The credentials are incomplete';
  throw new VendorError(kind.vendor, 'unauthenticated', `${why}: connect it again.`);
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
