import { bareName } from '#shared/connectors/named-fields.ts';
import type { EventFormat } from '#shared/connectors/scan/cef.ts';

/** The SIEM connector's CEF keys → Falcon's names; labelled fields carry Falcon's names in their labels. */
const CEF_NAMES: Readonly<Record<string, string>> = {
  dhost: 'ComputerName',
  shost: 'ComputerName',
  dvchost: 'ComputerName',
  duser: 'UserName',
  suser: 'UserName',
  usrName: 'UserName',
  dntdom: 'MachineDomain',
  sntdom: 'LogonDomain',
  fname: 'FileName',
  filePath: 'FilePath',
  fileHash: 'MD5String',
  dproc: 'ImageFileName',
  sproc: 'ImageFileName',
  dpid: 'ProcessId',
  src: 'LocalAddress',
  spt: 'LocalPort',
  dst: 'RemoteAddress',
  dpt: 'RemotePort',
  dmac: 'MACAddress',
  smac: 'MACAddress',
  dvc: 'LocalIP',
  msg: 'DetectDescription',
  act: 'OperationName',
  cat: 'Category',
  externalId: 'SensorId',
  deviceExternalId: 'SensorId',
  outcome: 'Success',
  request: 'URL',
  deviceProcessName: 'ServiceName',
  destinationTranslatedAddress: 'ExternalIP',
};

/** The event that the SIEM connector wrote as CEF, under the names of the stream. */
export function streamOf(cef: EventFormat): Record<string, unknown> {
  const event: Record<string, unknown> = { DetectName: cef.name, Severity: cef.severity };
  for (const [key, value] of cef.fields) {
    if (key.endsWith('Label')) {
      const labelled = cef.fields.get(key.slice(0, -5));
      const name = bareName(value);
      if (labelled !== undefined && name !== '' && name !== 'constructor') event[name] = labelled;
    } else if (Object.hasOwn(CEF_NAMES, key)) event[CEF_NAMES[key] ?? key] = value;
    else if (key === 'rt') event.rt = value;
  }
  return event;
}
