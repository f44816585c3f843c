import { bodyOf, type StandinAnswer } from '../standin.ts';
import { armError, type MicrosoftWorld } from './world.ts';

export type ArmResource = {
  id: string;
  name: string;
  kind?: string;
  location?: string;
  etag: string;
  properties: Record<string, unknown>;
};

export type ArmPut = {
  id: string;
  name: string;
  body: Record<string, unknown>;
  properties: Record<string, unknown>;
  version: string;
  existing: ArmResource | undefined;
  all: ReadonlyMap<string, ArmResource>;
  world: MicrosoftWorld;
};

/** What one type of resource asks of a PUT, and adds to what it stores. */
export type ArmType = {
  /** Matches the path in lower case. */
  pattern: RegExp;
  versions: readonly string[];
  refuse?(put: ArmPut): StandinAnswer | null;
  made?(put: ArmPut): Record<string, unknown>;
};

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const bad = (code: string, message: string): StandinAnswer => armError(400, code, message);
const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
const mustBeGuid = ({ name }: ArmPut): StandinAnswer | null =>
  guid.test(name) ? null : bad('InvalidResourceName', `The name '${name}' must be a UUID.`);

/** `/subscriptions/…/workspaces/x` of a path below it, in lower case. */
export const workspaceOf = (id: string): string =>
  /^(.*\/microsoft\.operationalinsights\/workspaces\/[^/]+)/i.exec(id)?.[1]?.toLowerCase() ?? '';

const onboarded = ({ id, all }: ArmPut): StandinAnswer | null =>
  all.has(`${workspaceOf(id)}/providers/microsoft.securityinsights/onboardingstates/default`)
    ? null
    : bad('BadRequest', 'The workspace is not onboarded to Microsoft Sentinel.');

const BUILT_IN_TABLES = [
  'SecurityEvent',
  'SigninLogs',
  'AuditLogs',
  'SecurityAlert',
  'SecurityIncident',
  'Usage',
];

/** The table that a query starts with must be in the workspace. */
function refusedQuery({ id, properties, all }: ArmPut): StandinAnswer | null {
  const [, table = ''] = /^\s*(?:let[^;]*;\s*)*([A-Za-z_][A-Za-z0-9_]*)/.exec(String(properties.query)) ?? [];
  const own = all.has(`${workspaceOf(id)}/tables/${table.toLowerCase()}`);
  if (own || BUILT_IN_TABLES.includes(table)) return null;
  return bad(
    'BadRequest',
    `Failed to run the analytics rule query. '${table}' is no table of the workspace.`,
  );
}

const SCHEDULED = [
  'displayName',
  'enabled',
  'suppressionDuration',
  'suppressionEnabled',
  'query',
  'queryFrequency',
  'queryPeriod',
  'severity',
  'triggerOperator',
  'triggerThreshold',
];

/** Connectors that are one per kind and tenant; the preview ones need a preview version. */
const kinds: Readonly<Record<string, 'stable' | 'preview'>> = {
  AzureActiveDirectory: 'stable',
  MicrosoftDefenderAdvancedThreatProtection: 'stable',
  Office365: 'stable',
  MicrosoftThreatProtection: 'preview',
};

const preview = (version: string): boolean => version.endsWith('-preview');

function setting(name: string): ArmType {
  return {
    pattern: new RegExp(`/providers/microsoft\\.securityinsights/settings/${name}$`),
    versions: ['2025-10-01-preview'],
    refuse(put) {
      const notOnboarded = onboarded(put);
      if (notOnboarded !== null) return notOnboarded;
      if (!put.world.rights.has('security_admin'))
        return armError(403, 'AuthorizationFailed', 'The client needs the role Security Administrator.');
      if (put.existing !== undefined && put.body.etag !== put.existing.etag)
        return armError(409, 'Conflict', 'The etag is not the one of the newest version.');
      return null;
    },
  };
}

/** Types by path, most special first. */
export const armTypes: readonly ArmType[] = [
  {
    pattern: /^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/,
    versions: ['2021-04-01', '2024-03-01'],
    refuse: ({ body }) =>
      text(body.location) ? null : bad('LocationRequired', 'The location property is required.'),
  },
  {
    pattern: /\/microsoft\.operationalinsights\/workspaces\/[^/]+$/,
    versions: ['2025-07-01'],
    refuse({ name, body }) {
      if (!/^[A-Za-z0-9][A-Za-z0-9-]{2,61}[A-Za-z0-9]$/.test(name))
        return bad('InvalidResourceName', `The workspace name '${name}' is invalid.`);
      return text(body.location) ? null : bad('LocationRequired', 'The location property is required.');
    },
  },
  {
    pattern: /\/microsoft\.operationalinsights\/workspaces\/[^/]+\/tables\/[^/]+$/,
    versions: ['2025-07-01'],
    refuse({ name, properties }) {
      const schema = properties.schema as { name?: unknown; columns?: { name: string }[] } | undefined;
      if (!name.endsWith('_CL')) return bad('InvalidParameter', 'A custom table’s name must end with _CL.');
      if (schema?.name !== name) return bad('InvalidParameter', 'schema.name must be the table’s name.');
      return schema.columns?.some((column) => column.name === 'TimeGenerated')
        ? null
        : bad('InvalidParameter', 'A column TimeGenerated is required.');
    },
  },
  {
    pattern: /\/microsoft\.securityinsights\/onboardingstates\/[^/]+$/,
    versions: ['2025-09-01'],
    refuse: ({ name }) => (name === 'default' ? null : bad('BadRequest', "The name must be 'default'.")),
  },
  setting('entityanalytics'),
  setting('ueba'),
  {
    pattern: /\/microsoft\.securityinsights\/dataconnectors\/[^/]+$/,
    versions: ['2025-09-01', '2025-10-01-preview'],
    refuse(put) {
      const { body, properties, version, id, all } = put;
      const refused = onboarded(put) ?? mustBeGuid(put);
      if (refused !== null) return refused;
      const support = kinds[String(body.kind)];
      if (support === undefined || (support === 'preview' && !preview(version)))
        return bad('BadRequest', `The kind '${String(body.kind)}' is not supported in ${version}.`);
      if (!text(properties.tenantId) || properties.dataTypes === undefined)
        return bad('BadRequest', 'tenantId and dataTypes are required.');
      if (!put.world.rights.has('security_admin'))
        return armError(403, 'Forbidden', 'The connector needs consent of a Security Administrator.');
      const second = [...all].some(
        ([path, one]) =>
          path !== id.toLowerCase() &&
          workspaceOf(path) === workspaceOf(id) &&
          one.kind === body.kind &&
          one.properties.tenantId === properties.tenantId,
      );
      return second ? armError(409, 'Conflict', 'A connector of this kind exists for the tenant.') : null;
    },
  },
  {
    pattern: /\/microsoft\.securityinsights\/alertrules\/[^/]+$/,
    versions: ['2025-09-01'],
    refuse(put) {
      const { body, properties } = put;
      const refused = onboarded(put) ?? mustBeGuid(put);
      if (refused !== null) return refused;
      if (body.kind !== 'Scheduled') return bad('BadRequest', 'Only rules of kind Scheduled are known here.');
      const missing = SCHEDULED.filter((name) => properties[name] === undefined);
      if (missing.length > 0)
        return bad('BadRequest', `Required properties are missing: ${missing.join(', ')}.`);
      if (!['High', 'Medium', 'Low', 'Informational'].includes(String(properties.severity)))
        return bad('BadRequest', 'severity is invalid.');
      for (const name of ['queryFrequency', 'queryPeriod', 'suppressionDuration'])
        if (!/^P(T?\d+[DHM])+$/.test(String(properties[name])))
          return bad('BadRequest', `${name} must be an ISO 8601 duration.`);
      return refusedQuery(put);
    },
  },
  {
    pattern: /\/microsoft\.insights\/workbooks\/[^/]+$/,
    versions: ['2023-06-01'],
    refuse(put) {
      const { body, properties, all } = put;
      const refused = mustBeGuid(put);
      if (refused !== null) return refused;
      if (body.kind !== 'shared' || !text(body.location))
        return bad('BadRequest', 'kind must be shared, and location is required.');
      if (!text(properties.displayName) || !text(properties.category) || !text(properties.serializedData))
        return bad('BadRequest', 'displayName, category and serializedData are required.');
      if (!all.has(String(properties.sourceId).toLowerCase()))
        return bad('BadRequest', 'sourceId names a resource that does not exist.');
      const data = bodyOf({ text: String(properties.serializedData) } as never) as
        | { version?: unknown; items?: unknown }
        | undefined;
      return typeof data?.version === 'string' && Array.isArray(data.items)
        ? null
        : bad('BadRequest', 'serializedData is no workbook.');
    },
  },
  {
    pattern: /\/microsoft\.insights\/datacollectionrules\/[^/]+$/,
    versions: ['2024-03-11'],
    refuse({ body, properties, all }) {
      if (body.kind !== 'Direct' || !text(body.location))
        return bad('InvalidPayload', 'kind must be Direct, and location is required.');
      const flows = (properties.dataFlows ?? []) as { streams: string[]; outputStream?: string }[];
      const declared = Object.keys((properties.streamDeclarations ?? {}) as object);
      const targets = ((properties.destinations as { logAnalytics?: { workspaceResourceId: string }[] })
        ?.logAnalytics ?? []) as { workspaceResourceId: string }[];
      const [target] = targets;
      if (target === undefined || !all.has(target.workspaceResourceId.toLowerCase()))
        return bad('InvalidPayload', 'The destination workspace does not exist.');
      for (const { streams, outputStream } of flows) {
        if (streams.some((stream) => !declared.includes(stream)))
          return bad('InvalidPayload', 'A data flow names a stream that is not declared.');
        const table = (outputStream ?? '').replace(/^Custom-/, '').toLowerCase();
        if (!all.has(`${target.workspaceResourceId.toLowerCase()}/tables/${table}`))
          return bad('InvalidPayload', `The output table of ${outputStream} does not exist.`);
      }
      return flows.length === 0 ? bad('InvalidPayload', 'dataFlows is required.') : null;
    },
    made: ({ id, name, properties }) => ({
      immutableId: `dcr-${Buffer.from(id.toLowerCase()).toString('hex').slice(-32)}`,
      endpoints: { logsIngestion: `https://${name}.westeurope-1.ingest.monitor.azure.com` },
      streams: Object.keys((properties.streamDeclarations ?? {}) as object),
    }),
  },
  {
    pattern: /\/microsoft\.authorization\/roleassignments\/[^/]+$/,
    versions: ['2022-04-01'],
    refuse(put) {
      const { id, properties, all, world } = put;
      const refused = mustBeGuid(put);
      if (refused !== null) return refused;
      if (!world.rights.has('owner'))
        return armError(
          403,
          'AuthorizationFailed',
          'The client may not write role assignments at this scope.',
        );
      if (!text(properties.roleDefinitionId) || !text(properties.principalId))
        return bad('InvalidRequestContent', 'roleDefinitionId and principalId are required.');
      const scope = id.toLowerCase().split('/providers/microsoft.authorization/')[0] ?? '';
      const same = [...all].find(
        ([path, one]) =>
          path !== id.toLowerCase() &&
          path.startsWith(`${scope}/providers/microsoft.authorization/`) &&
          one.properties.principalId === properties.principalId &&
          one.properties.roleDefinitionId === properties.roleDefinitionId,
      );
      return same === undefined
        ? null
        : armError(409, 'RoleAssignmentExists', 'The role assignment already exists.');
    },
  },
];
