import type { JsonObject, ReadContext } from '#shared/connectors/connector.ts';
import { applyKind, type Draft, newDraft } from '#shared/connectors/draft.ts';
import { compileFill } from '#shared/connectors/json-connector.ts';
import { kindRow } from '#shared/connectors/kind-row.ts';
import { readEntities } from '#shared/connectors/microsoft-defender/entities.ts';
import { severityOf } from '#shared/connectors/microsoft-defender/severity.ts';
import { textTime } from '#shared/connectors/scan/resolve-time.ts';
import { listAt, type Mapping, textAt } from '#shared/connectors/table.ts';
import { put } from '#shared/connectors/vocabulary.ts';

const lower = (value: unknown): unknown => (typeof value === 'string' ? value.toLowerCase() : undefined);

/** Graph's alerts_v2 and legacy alerts, Defender for Endpoint's alerts, Microsoft 365 Defender's incidents, Sentinel's rows. */
const fields: readonly Mapping[] = [
  ['title', 'rule.name'],
  ['alertDisplayName', 'rule.name'],
  ['AlertName', 'rule.name'],
  ['DisplayName', 'rule.name'],
  ['AlertDisplayName', 'rule.name'],
  ['incidentName', 'rule.name'],
  ['displayName', 'rule.name'],
  ['alertPolicyId', 'rule.id'],
  ['detectorId', 'rule.id'],
  ['AlertType', 'rule.id'],
  ['description', 'message'],
  ['Description', 'message'],
  ['category', ['threat.tactic.name', 'rule.category']],
  ['Tactics', 'threat.tactic.name'],
  ['mitreTechniques', 'threat.technique.id'],
  ['severity', 'log.level', lower],
  ['alertSeverity', 'log.level', lower],
  ['AlertSeverity', 'log.level', lower],
  ['Severity', 'log.level', lower],
  ['serviceSource', 'event.provider'],
  ['detectionSource', 'event.provider'],
  ['vendorInformation.provider', 'event.provider'],
  ['ProductName', 'event.provider'],
  ['ProviderName', 'event.provider'],
  ['alertWebUrl', ['event.url', 'event.reference']],
  ['incidentWebUrl', 'event.reference'],
  ['incidentUri', ['event.url', 'event.reference']],
  ['AlertLink', ['event.url', 'event.reference']],
  ['AlertUri', ['event.url', 'event.reference']],
  ['sourceMaterials.0', 'event.reference'],
  ['threatDisplayName', 'threat.software.name'],
  ['threatFamilyName', 'threat.software.name'],
  ['actorDisplayName', 'threat.group.name'],
  ['tenantId', 'cloud.account.id'],
  ['azureTenantId', 'cloud.account.id'],
  ['computerDnsName', 'host.name'],
  ['CompromisedEntity', 'host.name', (v) => (typeof v === 'string' && /^[\w.-]+$/.test(v) ? v : undefined)],
  ['machineId', 'host.id'],
  ['relatedUser.userName', 'user.name'],
  ['relatedUser.domainName', 'user.domain'],
  ['assignedTo', 'user.target.name'],
  // The legacy alerts of Graph.
  ['userStates.0.accountName', 'user.name'],
  ['userStates.0.userPrincipalName', ['user.email', 'user.name']],
  ['userStates.0.domainName', 'user.domain'],
  ['userStates.0.aadUserId', 'user.id'],
  ['userStates.0.logonIp', 'source.ip'],
  ['userStates.0.logonLocation', 'source.geo.name'],
  ['hostStates.0.fqdn', 'host.name'],
  ['hostStates.0.netBiosName', ['host.name', 'host.hostname']],
  ['hostStates.0.privateIpAddress', 'host.ip'],
  ['hostStates.0.publicIpAddress', 'host.ip'],
  ['networkConnections.0.sourceAddress', 'source.ip'],
  ['networkConnections.0.sourcePort', 'source.port'],
  ['networkConnections.0.destinationAddress', 'destination.ip'],
  ['networkConnections.0.destinationPort', 'destination.port'],
  ['networkConnections.0.destinationDomain', 'destination.domain'],
  ['networkConnections.0.destinationUrl', 'url.original'],
  ['networkConnections.0.protocol', 'network.transport', lower],
  ['fileStates.0.name', 'file.name'],
  ['fileStates.0.path', 'file.path'],
  ['fileStates.0.fileHash.hashValue', 'threat.indicator.name'],
  ['processes.0.name', 'process.name'],
  ['processes.0.path', 'process.executable'],
  ['processes.0.commandLine', 'process.command_line'],
  ['processes.0.processId', 'process.pid'],
  ['processes.0.parentProcessId', 'process.parent.pid'],
  ['cloudAppStates.0.destinationServiceName', 'service.name'],
  ['cloudAppStates.0.destinationServiceIp', 'destination.ip'],
];
const fill = compileFill(fields);

export function isAlert(value: JsonObject): boolean {
  if (Array.isArray(value.evidence) && (value.severity ?? value.title) !== undefined)
    return (
      (value.createdDateTime ?? value.alertCreationTime ?? value.providerAlertId ?? value.incidentId) !==
      undefined
    );
  if (
    value.vendorInformation !== undefined &&
    (value.userStates ?? value.hostStates ?? value.eventDateTime) !== undefined
  )
    return true;
  if (
    value.incidentId !== undefined &&
    (value.alerts ?? value.incidentName ?? value.redirectIncidentId) !== undefined
  )
    return true;
  if (value.incidentWebUrl !== undefined && value.severity !== undefined) return true;
  return (
    (value.SystemAlertId ?? value.ProviderAlertId ?? value.VendorOriginalId) !== undefined &&
    (value.Entities ?? value.AlertName ?? value.AlertDisplayName ?? value.DisplayName) !== undefined
  );
}

const TIMES = [
  'createdDateTime',
  'alertCreationTime',
  'eventDateTime',
  'createdTime',
  'TimeGenerated',
  'StartTime',
  'StartTimeUtc',
  'firstActivityDateTime',
  'lastUpdateTime',
] as const;
const ENTITY_LISTS = [
  'evidence',
  'Entities',
  'alerts',
  'fileStates',
  'hostStates',
  'userStates',
  'processes',
  'loggedOnUsers',
];

export function readAlert(value: JsonObject, context: ReadContext): Draft {
  const draft = newDraft('microsoft-defender', 'endpoint');
  const { attributes } = draft;
  const time = TIMES.map((name) => textAt(value, name)).find((text) => text !== null);
  draft.time = time === undefined || time === null ? undefined : (textTime(time, context) ?? time);
  const id = textAt(value, 'id') ?? textAt(value, 'SystemAlertId') ?? textAt(value, 'incidentId');
  put(attributes, 'event.id', id);
  fill(value, attributes);
  if (typeof value.Entities === 'string') readEntities(parsedList(value.Entities), attributes);
  readEntities(
    ENTITY_LISTS.map((name) => listAt(value, name)),
    attributes,
  );
  const [first] = listAt(value, 'alerts');
  if (first !== undefined) put(attributes, 'threat.technique.id', listAt(first, 'mitreTechniques'));
  put(attributes, 'event.kind', 'alert');
  put(attributes, 'event.code', textAt(value, 'detectorId') ?? textAt(value, 'AlertType') ?? undefined);
  const malware = /malware|ransomware/i.test(String(attributes['threat.tactic.name'] ?? ''));
  applyKind(draft, {
    ...kindRow(`endpoint ${malware ? 'malware' : 'intrusion_detection'} info alert`),
    severity: severityOf(attributes['log.level']) ?? 5,
  });
  if (attributes['rule.name'] === undefined) draft.notes.push('an alert without a title');
  return draft;
}

function parsedList(text: string): unknown[] {
  try {
    const list: unknown = JSON.parse(text.slice(0, 262_144));
    return Array.isArray(list) ? list : [];
  } catch {
    return [];
  }
}
