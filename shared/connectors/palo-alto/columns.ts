import { asKey } from '#shared/connectors/remember.ts';

/**
 * Columns of PAN-OS logs by type, from the eighth on (PAN-OS 9.0–11.2, "Syslog field descriptions"), under the names
 * that Strata Logging Service gives them; `-` is a column that nobody asks for. Later versions only append.
 */
const FLOW =
  'SourceAddress DestinationAddress NATSource NATDestination Rule SourceUser DestinationUser Application ' +
  'VirtualLocation FromZone ToZone InboundInterface OutboundInterface LogSetting - SessionID RepeatCount ' +
  'SourcePort DestinationPort NATSourcePort NATDestinationPort - Protocol Action';
const GROUPS = '- - - - VirtualSystemName DeviceName';
const DEVICES =
  'SourceDeviceCategory - SourceDeviceModel SourceDeviceVendor SourceDeviceOSFamily SourceDeviceOSVersion ' +
  'SourceDeviceHost SourceDeviceMac DestinationDeviceCategory - DestinationDeviceModel DestinationDeviceVendor ' +
  'DestinationDeviceOSFamily DestinationDeviceOSVersion DestinationDeviceHost DestinationDeviceMac';
const HIGH = 'TimeGeneratedHighResolution';

const AUTHENTICATION =
  'VirtualLocation SourceAddress User NormalizedUser Object AuthenticationPolicy RepeatCount - AuthVendor LogSetting ' +
  `ServerProfile Description ClientType AuthResult - SequenceNo - ${GROUPS} - AuthProtocol RuleUUID ${HIGH} ` +
  'SourceDeviceCategory - SourceDeviceModel SourceDeviceVendor SourceDeviceOSFamily SourceDeviceOSVersion ' +
  'SourceDeviceHost SourceDeviceMac - - UserAgent SessionID';
const HIPMATCH =
  'SourceUser VirtualLocation EndpointDeviceName EndpointOSType SourceAddress HipMatchName RepeatCount HipMatchType - - ' +
  `SequenceNo - ${GROUPS} - SourceIPv6 HostID EndpointSerialNumber EndpointMac ${HIGH}`;
const TUNNEL =
  `${FLOW} Severity SequenceNo - SourceLocation DestinationLocation ${GROUPS} IMSI IMEI ParentSessionID - Tunnel Bytes ` +
  'BytesSent BytesReceived Packets PacketsSent PacketsReceived - - - - - - SessionEndReason ActionSource StartTime ' +
  `Elapsed TunnelRule RemoteUserIP RemoteUserID RuleUUID - - - - ${HIGH}`;

const lists: Readonly<Record<string, string>> = {
  TRAFFIC:
    `${FLOW} Bytes BytesSent BytesReceived Packets StartTime Elapsed URLCategory - SequenceNo - SourceLocation ` +
    `DestinationLocation - PacketsSent PacketsReceived SessionEndReason ${GROUPS} ActionSource SourceUUID ` +
    'DestinationUUID IMSI IMEI ParentSessionID - Tunnel - - - - RuleUUID - - - LinkSwitches - - - - DynamicUserGroup ' +
    `XFFIP ${DEVICES} ContainerID ContainerNameSpace ContainerName - - HostID EndpointSerialNumber - - - ${HIGH}`,
  THREAT:
    `${FLOW} FileName ThreatID URLCategory Severity Direction SequenceNo - SourceLocation DestinationLocation - ` +
    'ContentType - FileHash - - UserAgent FileType XForwardedFor Referer Sender Subject Recipient ReportID ' +
    `${GROUPS} FileURL SourceUUID DestinationUUID HTTPMethod IMSI IMEI ParentSessionID - Tunnel ThreatCategory - - - - ` +
    `HTTPHeaders URLCategoryList RuleUUID - DynamicUserGroup XFFIP ${DEVICES} ContainerID ContainerNameSpace ` +
    `ContainerName - - HostID EndpointSerialNumber - - - PartialHash ${HIGH} Reason Justification`,
  DECRYPTION:
    `${FLOW} Tunnel - - SourceUUID DestinationUUID RuleUUID - - TLSVersion TLSKeyExchange TLSEncryptionAlgorithm TLSAuth ` +
    'PolicyName EllipticCurve ErrorIndex RootStatus ChainStatus ProxyType CertificateSerial Fingerprint ' +
    'TimeNotBefore TimeNotAfter - CertificateSize - - - - - CommonName IssuerCommonName RootCommonName ' +
    `ServerNameIndication ErrorMessage ContainerID ContainerNameSpace ContainerName - - - - ${HIGH} ${DEVICES} ` +
    `SequenceNo - ${GROUPS}`,
  SYSTEM: `VirtualLocation EventID Object - - Module Severity EventDescription SequenceNo - ${GROUPS} - - ${HIGH}`,
  CONFIG: `Host VirtualLocation Command Admin Client Result ConfigPath SequenceNo - ${GROUPS} - Comment`,
  GLOBALPROTECT:
    'VirtualLocation EventID Stage AuthMethod TunnelType SourceUser SourceRegion EndpointDeviceName PublicIPv4 PublicIPv6 ' +
    'PrivateIPv4 PrivateIPv6 HostID EndpointSerialNumber ClientVersion EndpointOSType EndpointOSVersion RepeatCount ' +
    'Reason ConnectionError Description EventStatus GatewayLocation LoginDuration ConnectionMethod ConnectionErrorID ' +
    `Portal SequenceNo - ${HIGH} - - - - Gateway ${GROUPS}`,
  USERID:
    'VirtualLocation SourceAddress User DataSourceName EventID RepeatCount - SourcePort DestinationPort DataSource ' +
    `DataSourceType SequenceNo - ${GROUPS} - FactorType - - - UserBySource Tag ${HIGH}`,
  HIPMATCH,
  'HIP-MATCH': HIPMATCH,
  AUTHENTICATION,
  AUTH: AUTHENTICATION,
  CORRELATION: `SourceAddress SourceUser VirtualLocation Category Severity ${GROUPS} - ObjectName ObjectID Evidence`,
  IPTAG: `VirtualLocation SourceAddress Tag EventID RepeatCount - DataSourceName DataSourceType - SequenceNo - ${GROUPS} - ${HIGH}`,
  GTP:
    'SourceAddress DestinationAddress - - Rule - - Application VirtualLocation FromZone ToZone InboundInterface ' +
    'OutboundInterface LogSetting - SessionID - SourcePort DestinationPort - - - Protocol Action GTPEventType MSISDN APN ' +
    'RAT GTPMessageType EndUserIP - - GTPInterface GTPCause Severity MCC MNC - - EventID - - SourceLocation ' +
    'DestinationLocation - - - - - - - IMSI IMEI - - - - - - - - - - - - - - - - StartTime Elapsed TunnelRule RemoteUserIP ' +
    `RemoteUserID RuleUUID - ${HIGH}`,
  SCTP:
    'SourceAddress DestinationAddress - - Rule - - - VirtualLocation FromZone ToZone InboundInterface OutboundInterface ' +
    `LogSetting - SessionID RepeatCount SourcePort DestinationPort - - - - Protocol Action ${GROUPS} SequenceNo - - - ` +
    `Severity - - - - - - - - - SessionEndReason - - - - - - - Packets PacketsSent PacketsReceived RuleUUID ${HIGH}`,
  START: TUNNEL,
  END: TUNNEL,
  TUNNEL,
  AUDIT: 'EventID Object Admin EventDescription Result',
};

/** Type of log → its columns' names from the eighth on, null for one that is left out. */
export const columns: ReadonlyMap<string, readonly (string | null)[]> = new Map(
  Object.entries(lists).map(([type, list]) => [
    type,
    list.split(' ').map((name) => (name === '-' ? null : asKey(name))),
  ]),
);

/** PAN-OS severity words → 0–10. */
export const severities: ReadonlyMap<string, number> = new Map(
  Object.entries({ critical: 10, high: 8, medium: 5, low: 3, informational: 1 }),
);
