import { z } from 'zod';
import { type Authorization, pathOf, type VendorHttp } from '#shared/vendors/http.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export type WazuhApi = {
  /** Such as `4.14.0`. */
  version(): Promise<string>;
  /** Which of the named groups exist. */
  groups(names: readonly string[]): Promise<string[]>;
  /** @throws VendorError with fault `conflict` where it exists. */
  createGroup(name: string): Promise<void>;
  /** False when it was not there. Its agents fall back to `default`. */
  deleteGroup(name: string): Promise<boolean>;
  /** The text of agent.conf, or null without the group. */
  configuration(name: string): Promise<string | null>;
  /** Replaces the whole file. */
  configure(name: string, xml: string): Promise<void>;
};

/** Wazuh's error numbers (API description, "Error codes"). */
const GROUP_EXISTS = 1711;
const GROUP_UNKNOWN = 1710;

const failedSchema = z.array(
  z.object({
    error: z.object({ code: z.number(), message: z.string().optional() }),
    id: z.array(z.string()),
  }),
);

/** HTTP 200 does not mean success: `error` is 0 when all went well, 1 when nothing did, 2 for some. */
const envelopeSchema = z.object({
  error: z.number(),
  message: z.string().optional(),
  data: z
    .object({
      affected_items: z.array(z.unknown()).default([]),
      failed_items: failedSchema.default([]),
    })
    .optional(),
});
type Envelope = z.infer<typeof envelopeSchema>;

const groupSchema = z.object({ name: z.string() });

/** Typed calls to a Wazuh manager, 4.14 to 5.x. */
export function makeWazuhApi(http: VendorHttp): WazuhApi {
  return {
    async version() {
      const answer = z.object({ data: z.object({ api_version: z.string() }) });
      return (await http.call({ method: 'GET', path: '/', answer })).data.api_version;
    },
    async groups(names) {
      const query = { groups_list: names.map(safeGroup).join(','), limit: 500 };
      const answer = await http.call({ method: 'GET', path: '/groups', query, answer: envelopeSchema });
      onlyFailures(answer, 'GET /groups', [GROUP_UNKNOWN]);
      return (answer.data?.affected_items ?? []).map((item) => groupSchema.parse(item).name);
    },
    async createGroup(name) {
      try {
        const answer = await http.call({
          method: 'POST',
          path: '/groups',
          json: { group_id: safeGroup(name) },
          answer: envelopeSchema,
        });
        onlyFailures(answer, 'POST /groups', []);
      } catch (error) {
        if (
          error instanceof VendorError &&
          error.status === 400 &&
          error.body.includes(String(GROUP_EXISTS))
        ) {
          throw new VendorError('wazuh', 'conflict', error.message, { status: 400 });
        }
        throw error;
      }
    },
    async deleteGroup(name) {
      const query = { groups_list: safeGroup(name) };
      const answer = await http.find({ method: 'DELETE', path: '/groups', query, answer: envelopeSchema });
      if (answer === null) return false;
      onlyFailures(answer, 'DELETE /groups', [GROUP_UNKNOWN]);
      return (answer.data?.failed_items ?? []).length === 0;
    },
    configuration: (name) =>
      http.find({
        method: 'GET',
        path: `/groups${pathOf(safeGroup(name))}/files/agent.conf`,
        query: { raw: true },
        answer: z
          .string()
          .nullable()
          .transform((text) => text ?? ''),
      }),
    async configure(name, xml) {
      const answer = await http.call({
        method: 'PUT',
        path: `/groups${pathOf(safeGroup(name))}/configuration`,
        text: { type: 'application/xml', body: xml },
        answer: envelopeSchema,
      });
      onlyFailures(answer, 'PUT /groups/{id}/configuration', []);
    },
  };
}

/**
 * A group's id as Wazuh takes it.
 * @throws VendorError for `all`, which stands for every group, and for anything that is no group id.
 */
function safeGroup(name: string): string {
  if (/^(?!(?:\.{1,2}|all)$)[A-Za-z0-9.\-_]{1,128}$/.test(name)) return name;
  throw new VendorError('wazuh', 'refused', `"${name}" is no name for a Wazuh group.`);
}

function onlyFailures(answer: Envelope, what: string, expected: readonly number[]): void {
  const failed = (answer.data?.failed_items ?? []).filter(({ error }) => !expected.includes(error.code));
  const silent = answer.error !== 0 && (answer.data?.failed_items ?? []).length === 0;
  if (failed.length === 0 && !silent) return;
  const said = failed
    .map(({ error, id }) => `${error.code} ${error.message ?? ''} (${id.join(', ')})`)
    .join('; ');
  const code = failed[0]?.error.code;
  const fault = code === GROUP_EXISTS ? 'conflict' : 'refused';
  throw new VendorError(
    'wazuh',
    fault,
    `wazuh did not do ${what}: ${said || (answer.message ?? 'no reason given')}.`,
  );
}

/**
 * A token of the manager, fetched when it is first needed and again after a 401: it lives for 15 minutes, and any change
 * of security settings revokes all. `login` is a client without authorization of its own.
 */
export function wazuhAuthorization(login: VendorHttp, user: string, password: string): Authorization {
  let token: Promise<string> | null = null;
  const fetchToken = async (): Promise<string> => {
    const answer = await login.call({
      method: 'POST',
      path: '/security/user/authenticate',
      headers: { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` },
      // A second token does no harm.
      repeatable: true,
      answer: z.object({ data: z.object({ token: z.string().min(1) }) }),
    });
    return answer.data.token;
  };
  return {
    async headers() {
      token ??= fetchToken();
      try {
        return { authorization: `Bearer ${await token}` };
      } catch (error) {
        token = null;
        throw error;
      }
    },
    async renew() {
      token = null;
    },
  };
}
