import { z } from 'zod';
import { pathOf, type VendorHttp } from '#shared/vendors/http.ts';
import { VendorError } from '#shared/vendors/vendor-error.ts';

export type SearchObject = Readonly<Record<string, unknown>>;

/** What the security plug-in keeps by name. */
export type SecurityKind = 'roles' | 'rolesmapping' | 'internalusers' | 'tenants';

export type OpenSearchApi = {
  /** Such as `2.19.1`. */
  version(): Promise<string>;
  /** Whether the caller may use the security plug-in's API. @throws VendorError for anything but a clear no. */
  mayAdminister(): Promise<boolean>;
  template(name: string): Promise<SearchObject | null>;
  templates(): Promise<{ name: string; patterns: string[]; priority: number }[]>;
  putTemplate(name: string, body: SearchObject): Promise<void>;
  deleteTemplate(name: string): Promise<boolean>;
  security(kind: SecurityKind, name: string): Promise<SearchObject | null>;
  putSecurity(kind: SecurityKind, name: string, body: SearchObject): Promise<void>;
  deleteSecurity(kind: SecurityKind, name: string): Promise<boolean>;
  policy(name: string): Promise<{ policy: SearchObject; seqNo: number; primaryTerm: number } | null>;
  /** `seen` is the policy that it replaces; null creates it. @throws VendorError `conflict` where it changed meanwhile. */
  putPolicy(
    name: string,
    policy: SearchObject,
    seen: { seqNo: number; primaryTerm: number } | null,
  ): Promise<void>;
  deletePolicy(name: string): Promise<boolean>;
};

const objectSchema = z.record(z.string(), z.unknown());
const done = z.unknown().transform(() => true as const);
const SECURITY = '/_plugins/_security/api';
const POLICIES = '/_plugins/_ism/policies';

/** Typed calls to the cluster in which the customers' own indices are, and to its security and lifecycle plug-ins. */
export function makeOpenSearchApi(http: VendorHttp): OpenSearchApi {
  const drop = async (path: string): Promise<boolean> =>
    (await http.find({ method: 'DELETE', path, answer: done })) !== null;
  const put = async (path: string, json: SearchObject, query?: Record<string, number>): Promise<void> => {
    await http.call({
      method: 'PUT',
      path,
      json,
      ...(query === undefined ? {} : { query }),
      answer: z.unknown(),
    });
  };
  const templatesSchema = z.object({
    index_templates: z.array(
      z.object({
        name: z.string(),
        index_template: z.looseObject({
          index_patterns: z.array(z.string()),
          priority: z.number().optional(),
        }),
      }),
    ),
  });

  return {
    async version() {
      const answer = z.object({ version: z.object({ number: z.string() }) });
      return (await http.call({ method: 'GET', path: '/', answer })).version.number;
    },
    async mayAdminister() {
      try {
        await http.call({ method: 'GET', path: `${SECURITY}/roles`, answer: z.unknown() });
        return true;
      } catch (error) {
        if (error instanceof VendorError && (error.fault === 'forbidden' || error.fault === 'not_found'))
          return false;
        throw error;
      }
    },
    async template(name) {
      const found = await http.find({
        method: 'GET',
        path: `/_index_template${pathOf(name)}`,
        answer: templatesSchema,
      });
      return found?.index_templates.find((one) => one.name === name)?.index_template ?? null;
    },
    async templates() {
      const { index_templates } = await http.call({
        method: 'GET',
        path: '/_index_template',
        answer: templatesSchema,
      });
      return index_templates.map(({ name, index_template: { index_patterns, priority = 0 } }) => ({
        name,
        patterns: index_patterns,
        priority,
      }));
    },
    putTemplate: (name, body) => put(`/_index_template${pathOf(name)}`, body),
    deleteTemplate: (name) => drop(`/_index_template${pathOf(name)}`),
    async security(kind, name) {
      const path = `${SECURITY}${pathOf(kind, name)}`;
      const found = await http.find({ method: 'GET', path, answer: z.record(z.string(), objectSchema) });
      return found?.[name] ?? null;
    },
    putSecurity: (kind, name, body) => put(`${SECURITY}${pathOf(kind, name)}`, body),
    deleteSecurity: (kind, name) => drop(`${SECURITY}${pathOf(kind, name)}`),
    async policy(name) {
      const answer = z.object({ policy: objectSchema, _seq_no: z.number(), _primary_term: z.number() });
      const found = await http.find({ method: 'GET', path: `${POLICIES}${pathOf(name)}`, answer });
      return found && { policy: found.policy, seqNo: found._seq_no, primaryTerm: found._primary_term };
    },
    putPolicy: (name, policy, seen) =>
      put(
        `${POLICIES}${pathOf(name)}`,
        { policy },
        seen === null ? undefined : { if_seq_no: seen.seqNo, if_primary_term: seen.primaryTerm },
      ),
    deletePolicy: (name) => drop(`${POLICIES}${pathOf(name)}`),
  };
}
