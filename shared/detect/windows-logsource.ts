/** Windows channels by Sigma's service (appendix taxonomy 2.1, "Windows Folder", "Service"). */
const channels: Readonly<Record<string, readonly string[]>> = {
  application: ['Application'],
  'application-experience': [
    'Microsoft-Windows-Application-Experience/Program-Telemetry',
    'Microsoft-Windows-Application-Experience/Program-Compatibility-Assistant',
  ],
  applocker: [
    'Microsoft-Windows-AppLocker/MSI and Script',
    'Microsoft-Windows-AppLocker/EXE and DLL',
    'Microsoft-Windows-AppLocker/Packaged app-Deployment',
    'Microsoft-Windows-AppLocker/Packaged app-Execution',
  ],
  'appmodel-runtime': ['Microsoft-Windows-AppModel-Runtime/Admin'],
  'appxdeployment-server': ['Microsoft-Windows-AppXDeploymentServer/Operational'],
  'appxpackaging-om': ['Microsoft-Windows-AppxPackaging/Operational'],
  bitlocker: ['Microsoft-Windows-BitLocker/BitLocker Management'],
  'bits-client': ['Microsoft-Windows-Bits-Client/Operational'],
  capi2: ['Microsoft-Windows-CAPI2/Operational'],
  'certificateservicesclient-lifecycle-system': [
    'Microsoft-Windows-CertificateServicesClient-Lifecycle-System/Operational',
  ],
  'codeintegrity-operational': ['Microsoft-Windows-CodeIntegrity/Operational'],
  dhcp: ['Microsoft-Windows-DHCP-Server/Operational'],
  'diagnosis-scripted': ['Microsoft-Windows-Diagnosis-Scripted/Operational'],
  'dns-client': ['Microsoft-Windows-DNS Client Events/Operational'],
  'dns-server': ['DNS Server'],
  'dns-server-analytic': ['Microsoft-Windows-DNS-Server/Analytical'],
  'dns-server-audit': ['Microsoft-Windows-DNS-Server/Audit'],
  'driver-framework': ['Microsoft-Windows-DriverFrameworks-UserMode/Operational'],
  'firewall-as': ['Microsoft-Windows-Windows Firewall With Advanced Security/Firewall'],
  'hyper-v-worker': ['Microsoft-Windows-Hyper-V-Worker'],
  'iis-configuration': ['Microsoft-IIS-Configuration/Operational'],
  'kernel-event-tracing': ['Microsoft-Windows-Kernel-EventTracing'],
  'kernel-shimengine': [
    'Microsoft-Windows-Kernel-ShimEngine/Operational',
    'Microsoft-Windows-Kernel-ShimEngine/Diagnostic',
  ],
  ldap: ['Microsoft-Windows-LDAP-Client/Debug'],
  'lsa-server': ['Microsoft-Windows-LSA/Operational'],
  'msexchange-management': ['MSExchange Management'],
  ntfs: ['Microsoft-Windows-Ntfs/Operational'],
  ntlm: ['Microsoft-Windows-NTLM/Operational'],
  openssh: ['OpenSSH/Operational'],
  powershell: ['Microsoft-Windows-PowerShell/Operational', 'PowerShellCore/Operational'],
  'powershell-classic': ['Windows PowerShell'],
  'printservice-admin': ['Microsoft-Windows-PrintService/Admin'],
  'printservice-operational': ['Microsoft-Windows-PrintService/Operational'],
  security: ['Security'],
  'security-mitigations': [
    'Microsoft-Windows-Security-Mitigations/Kernel Mode',
    'Microsoft-Windows-Security-Mitigations/User Mode',
  ],
  sense: ['Microsoft-Windows-SENSE/Operational'],
  'servicebus-client': ['Microsoft-ServiceBus-Client/Operational', 'Microsoft-ServiceBus-Client/Admin'],
  'shell-core': ['Microsoft-Windows-Shell-Core/Operational'],
  'smbclient-connectivity': ['Microsoft-Windows-SmbClient/Connectivity'],
  'smbclient-security': ['Microsoft-Windows-SmbClient/Security'],
  sysmon: ['Microsoft-Windows-Sysmon/Operational'],
  system: ['System'],
  taskscheduler: ['Microsoft-Windows-TaskScheduler/Operational'],
  'terminalservices-localsessionmanager': [
    'Microsoft-Windows-TerminalServices-LocalSessionManager/Operational',
  ],
  vhdmp: ['Microsoft-Windows-VHDMP/Operational'],
  windefend: ['Microsoft-Windows-Windows Defender/Operational'],
  wmi: ['Microsoft-Windows-WMI-Activity/Operational'],
};

const services: ReadonlyMap<string, string> = new Map(
  Object.entries(channels).flatMap(([service, names]) =>
    names.map((name) => [name.toLowerCase(), service] as const),
  ),
);

/** Microsoft Defender's events that name a threat (Microsoft's "Defender Antivirus event IDs and error codes"). */
const threats = [1006, 1007, 1008, 1009, 1010, 1011, 1012, 1017, 1018, 1019, 1115, 1116];

/**
 * Event ids by service and category (appendix taxonomy 2.1, "Windows Folder", "Category"), and those of the audit log
 * that say the same as Sysmon's: processes (4688, 4689), registry values (4657), permitted connections (5156).
 */
const categories = new Map<string, readonly string[]>([
  ['sysmon 1', ['process_creation']],
  ['sysmon 2', ['file_change']],
  ['sysmon 3', ['network_connection']],
  ['sysmon 4', ['sysmon_status']],
  ['sysmon 5', ['process_termination']],
  ['sysmon 6', ['driver_load']],
  ['sysmon 7', ['image_load']],
  ['sysmon 8', ['create_remote_thread']],
  ['sysmon 9', ['raw_access_thread']],
  ['sysmon 10', ['process_access']],
  ['sysmon 11', ['file_event']],
  ['sysmon 12', ['registry_event', 'registry_add', 'registry_delete']],
  ['sysmon 13', ['registry_event', 'registry_set']],
  ['sysmon 14', ['registry_event', 'registry_rename']],
  ['sysmon 15', ['create_stream_hash']],
  ['sysmon 16', ['sysmon_status']],
  ['sysmon 17', ['pipe_created']],
  ['sysmon 18', ['pipe_created']],
  ['sysmon 19', ['wmi_event']],
  ['sysmon 20', ['wmi_event']],
  ['sysmon 21', ['wmi_event']],
  ['sysmon 22', ['dns_query']],
  ['sysmon 23', ['file_delete']],
  ['sysmon 24', ['clipboard_capture']],
  ['sysmon 25', ['process_tampering']],
  ['sysmon 26', ['file_delete_detected']],
  ['sysmon 27', ['file_block_executable']],
  ['sysmon 28', ['file_block_shredding']],
  ['sysmon 29', ['file_executable_detected']],
  ['sysmon 255', ['sysmon_error']],
  ['security 4657', ['registry_event', 'registry_set']],
  ['security 4688', ['process_creation']],
  ['security 4689', ['process_termination']],
  ['security 5156', ['network_connection']],
  ['powershell 4103', ['ps_module']],
  ['powershell 4104', ['ps_script']],
  ['powershell-classic 400', ['ps_classic_start']],
  ['powershell-classic 600', ['ps_classic_provider_start']],
  ['powershell-classic 800', ['ps_classic_script']],
  ...threats.map((id) => [`windefend ${id}`, ['antivirus']] as const),
]);

/** What Sysmon's one id for registry keys does not tell apart, by ECS type. */
const registryKeys: readonly (readonly [type: string, category: string])[] = [
  ['creation', 'registry_add'],
  ['deletion', 'registry_delete'],
];

/** Sigma's service of a channel (lower case); undefined for channels that Sigma has no name for. */
export const windowsService = (channel: string): string | undefined => services.get(channel);

/**
 * Sigma's categories of an event of a Windows channel. They follow from its id alone: a scheduled task that starts a
 * process is no `process_creation`, since it has none of the fields that those rules speak of.
 */
export function windowsCategories(
  service: string | undefined,
  code: string,
  types: readonly string[],
): readonly string[] {
  const found = categories.get(`${service} ${code}`) ?? [];
  const told = registryKeys.filter(([type]) => types.includes(type)).map(([, category]) => category);
  if (told.length === 0 || !found.includes('registry_delete')) return found;
  return found.filter((name) => name === 'registry_event' || told.includes(name));
}
