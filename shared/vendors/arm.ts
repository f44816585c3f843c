import { z } from 'zod';
import type { VendorHttp } from '#shared/vendors/http.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

const resourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.string().optional(),
  location: z.string().optional(),
  etag: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).default({}),
});
export type ArmResource = z.infer<typeof resourceSchema>;

const listSchema = z.object({ value: z.array(resourceSchema), nextLink: z.string().optional() });

/** Azure Resource Manager as it is: resources by path, each type with its own version of the API. */
export type ArmApi = {
  get(path: string, version: string): Promise<ArmResource | null>;
  /** Creates or replaces, and waits until Azure says that it is done. */
  put(path: string, version: string, body: Readonly<Record<string, unknown>>): Promise<ArmResource>;
  /** Gone already is done. */
  remove(path: string, version: string, query?: Readonly<Record<string, string>>): Promise<void>;
  /** All pages; null where the parent does not exist. */
  list(
    path: string,
    version: string,
    query?: Readonly<Record<string, string>>,
  ): Promise<ArmResource[] | null>;
};

/** Reads of a resource that is still being made, and milliseconds between them. */
const POLLS = 40;
const PAUSE_MS = 1_500;
const PAGES = 50;

export function makeArmApi(
  http: VendorHttp,
  { wait, baseUrl }: { wait(ms: number): Promise<void>; baseUrl: string },
): ArmApi {
  const get = (path: string, version: string) =>
    http.find({ method: 'GET', path, query: { 'api-version': version }, answer: resourceSchema });

  async function settled(path: string, version: string): Promise<ArmResource> {
    for (let poll = 0; poll < POLLS; poll++) {
      const found = await get(path, version);
      const state = found?.properties.provisioningState;
      if (state === 'Failed' || state === 'Canceled') {
        throw new VendorError('azure', 'broken', `Azure could not make ${path}: its state is ${state}.`);
      }
      if (found !== null && (state === undefined || state === 'Succeeded')) return found;
      await wait(PAUSE_MS);
    }
    throw new VendorError('azure', 'timeout', `Azure is still busy making ${path}.`, { passing: true });
  }

  return {
    get,
    async put(path, version, body) {
      const query = { 'api-version': version };
      await http.call({ method: 'PUT', path, query, json: body, answer: z.unknown() });
      return settled(path, version);
    },
    async remove(path, version, query = {}) {
      await http.find({
        method: 'DELETE',
        path,
        query: { 'api-version': version, ...query },
        answer: z.unknown(),
      });
    },
    async list(path, version, query = {}) {
      const found: ArmResource[] = [];
      let ask: { path: string; query: Readonly<Record<string, string>> } = {
        path,
        query: { 'api-version': version, ...query },
      };
      for (let page = 0; page < PAGES; page++) {
        const answer = await http.find({ method: 'GET', ...ask, answer: listSchema });
        if (answer === null) return page === 0 ? null : found;
        found.push(...answer.value);
        if (answer.nextLink === undefined) return found;
        ask = nextOf(answer.nextLink, baseUrl);
      }
      throw new VendorError('azure', 'unreadable', `The list at ${path} does not end.`);
    },
  };
}

/** The next page, only ever at the same address: a token must not follow a link elsewhere. */
function nextOf(link: string, baseUrl: string): { path: string; query: Readonly<Record<string, string>> } {
  const base = new URL(baseUrl);
  const next = URL.parse(link, base);
  const prefix = base.pathname.replace(/\/+$/, '');
  if (next === null || next.origin !== base.origin || !next.pathname.startsWith(`${prefix}/`)) {
    throw new VendorError(
      'azure',
      'blocked',
      'Azure’s next page lies at another address, which is not followed.',
    );
  }
  return { path: next.pathname.slice(prefix.length), query: Object.fromEntries(next.searchParams) };
}
