import { kindRow } from '#shared/connectors/kind-row.ts';

/** Sensor events by their names (Falcon Data Replicator's event dictionary), the first that fits. */
export const sensorKinds = (
  [
    [/^UserLogonFailed/, 'auth authentication start - failure 3'],
    [/^UserLogon/, 'auth authentication,session start - success 1'],
    [/^UserLogoff/, 'auth authentication,session end - success 1'],
    [
      /^SsoUserLogon|^SsoApplicationAccess|^ActiveDirectoryAuthentication|Kerberos|^DcUserLogon/,
      'auth authentication info',
    ],
    [/^UserAccountCreated/, 'auth iam user,creation - - 3'],
    [/^UserAccountDeleted/, 'auth iam user,deletion - - 3'],
    [/^UserAccount(Added|Removed)|GroupIdentity/, 'auth iam group,change - - 3'],
    [/^UserIdentity|^UserInfo|^UserAccount/, 'auth iam user,info'],
    [
      /Inject|Tamper|Exploit|Ransomware|Suspicious|CredentialDump|Lsass|DCSync|Detect|Indicator|IOA|Ioc/i,
      'endpoint intrusion_detection,process info - - 5',
    ],
    [/^(Synthetic)?ProcessRollup2?|^ProcessStart|^CreateProcess|ProcessSpawn/, 'endpoint process start'],
    [/EndOfProcess|TerminateProcess|ProcessTermin|ProcessExit|KillProcess/, 'endpoint process end'],
    [/^DnsRequest|^SuspiciousDns|Dns/, 'network network protocol'],
    [
      /^Network(Connect|Receive|Listen|Close)|^RawBind|^AgentConnect|Ssl|TlsCli|SmbClient|SmbServer/,
      'network network connection',
    ],
    [/^Http|Url/, 'network network,web access'],
    [/^FirewallRuleIP[46]Matched/, 'network network connection'],
    [/^Firewall.*(Delete)/, 'network configuration deletion - - 3'],
    [/^Firewall/, 'network configuration change - - 2'],
    [/DriverLoad/, 'endpoint driver start - - 2'],
    [/ModuleLoad|ImageLoad|DllLoad/, 'endpoint library start'],
    [/^Asep|^Reg(Gener|Value|Key|System)|Registry|^Hive/, 'endpoint registry change'],
    [
      /(Service|ServiceInfo)(Created|Started|Stopped|Modified)?$|^ServiceStarted|^CreateService|^ModifyService/,
      'endpoint process,configuration change - - 2',
    ],
    [/ScheduledTask/, 'endpoint configuration change - - 3'],
    [/Delete|Removed$/, 'endpoint file deletion'],
    [/Rename/, 'endpoint file change'],
    [/Written|FileCreate|FileVault|DirectoryCreate|^NewExecutable|^NewScript/, 'endpoint file creation'],
    [/FileOpen|FileAccess|FileInfo|DirectoryEnum/, 'endpoint file access'],
    [/^File|FileMod|Fim/, 'endpoint file change'],
    [/Script|CommandHistory|CommandLine|Wmi|Amsi/, 'endpoint process info'],
    [/Removable|Usb|DiskDevice|DcBluetooth|^Dc/, 'endpoint host info'],
    [/Install|PatchInf|Update/, 'ops package,configuration info'],
    [/Process|Thread|Token/, 'endpoint process info'],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));

/** Event streams by `metadata.eventType` (Streaming API event dictionary), the first that fits. */
export const streamKinds = (
  [
    [
      /Detection(Summary)?Event$|DetectionSummary|^XdrDetection|^OverwatchGeneric|^AutomatedLead/,
      'endpoint intrusion_detection info detection',
    ],
    [/^IncidentSummary|^IdentityProtection(Event)?|^Idp/, 'endpoint intrusion_detection info incident'],
    [/^AuthActivityAudit/, 'auth authentication info'],
    [/^(User|API)ActivityAudit/i, 'cloud configuration change'],
    [/^Vertex$/, 'endpoint process info vertex'],
    [/^FirewallMatch/, 'network network connection'],
    [/^RemoteResponseSessionStart/, 'endpoint session start remote-response-session'],
    [/^RemoteResponseSessionEnd/, 'endpoint session end remote-response-session'],
    [/^Cspm|^Horizon|^IOA|^IOM/i, 'cloud configuration info'],
    [/^Recon|^ScheduledReport|^CustomerIOC/, 'ops threat indicator'],
  ] as const
).map(([pattern, row]) => ({ pattern, kind: kindRow(row) }));
