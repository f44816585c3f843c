import type { Kind } from '#shared/connectors/draft.ts';
import { kindTable } from '#shared/connectors/kind-row.ts';
import { adfsKinds } from '#shared/connectors/windows-events/adfs.ts';

/** Event ids of the Security log (Microsoft, "Appendix L: Events to monitor", and the pages of each audit subcategory). */
const security = kindTable({
  '4624,528,540': 'auth authentication start logged-in success 1',
  '4625,529,530,531,532,533,534,535,536,537,539': 'auth authentication start logon-failed failure 3',
  '4634,4647,538,551': 'auth authentication end logged-out success 1',
  '4648': 'auth authentication start logged-in-explicit - 2',
  '4649': 'auth authentication info replay-attack-detected failure 8',
  '4672,4964': 'auth iam admin logged-in-special success 1',
  '4768,672': 'auth authentication start kerberos-authentication-ticket-requested - 1',
  '4769,673': 'auth authentication start kerberos-service-ticket-requested - 1',
  '4770': 'auth authentication start kerberos-service-ticket-renewed success 1',
  '4771,675': 'auth authentication start kerberos-preauth-failed failure 3',
  '4776,680': 'auth authentication start credential-validated - 1',
  '4777': 'auth authentication start credential-validation-failed failure 3',
  '4778': 'auth authentication,session start session-reconnected success 1',
  '4779': 'auth authentication,session end session-disconnected success 1',
  '4800': 'auth session end workstation-locked success 1',
  '4801': 'auth session start workstation-unlocked success 1',
  '4720,624': 'auth iam user,creation added-user-account success 3',
  '4722': 'auth iam user,change enabled-user-account success 2',
  '4723': 'auth iam user,change changed-password - 2',
  '4724': 'auth iam user,change reset-password - 3',
  '4725': 'auth iam user,deletion disabled-user-account success 2',
  '4726': 'auth iam user,deletion deleted-user-account success 3',
  '4738': 'auth iam user,change modified-user-account success 2',
  '4740': 'auth iam user,change locked-out-user-account success 4',
  '4767': 'auth iam user,change unlocked-user-account success 2',
  '4781': 'auth iam user,change renamed-user-account success 3',
  '4727,4731,4754,4759,4749,4744': 'auth iam group,creation added-group-account success 2',
  '4728,4732,4756,4761,4751,4746': 'auth iam group,change added-member-to-group success 4',
  '4729,4733,4757,4762,4752,4747': 'auth iam group,change removed-member-from-group success 3',
  '4730,4734,4758,4763,4753,4748': 'auth iam group,deletion deleted-group-account success 3',
  '4735,4737,4755,4760,4750,4745,4764': 'auth iam group,change modified-group-account success 2',
  '4798': 'auth iam user,info user-member-enumerated success 1',
  '4799': 'auth iam group,info group-membership-enumerated success 1',
  '4741': 'auth iam creation,admin added-computer-account success 2',
  '4742': 'auth iam change,admin changed-computer-account success 2',
  '4743': 'auth iam deletion,admin deleted-computer-account success 2',
  '4765,4766': 'auth iam user,change sid-history-added - 6',
  '4794': 'auth iam admin dsrm-password-set - 6',
  '4703': 'auth iam change token-right-adjusted success 1',
  '4704,4705': 'auth iam change user-right-changed success 3',
  '4706,4716,4739,4713': 'auth configuration change domain-policy-changed success 4',
  '4688,592': 'endpoint process start created-process success 1',
  '4689,593': 'endpoint process end exited-process success 1',
  '4696': 'endpoint process info assigned-primary-token success 1',
  '4673,4674': 'endpoint process info privileged-operation - 1',
  '4656,4658,4659,4660,4661,4662,4663,4664,560,567': 'endpoint file access object-access - 1',
  '4657': 'endpoint registry change registry-value-modified success 2',
  '4670': 'endpoint file change permissions-changed success 2',
  '4690': 'endpoint file info handle-duplicated success 1',
  '4697': 'endpoint configuration creation service-installed success 4',
  '4698': 'endpoint configuration creation scheduled-task-created success 4',
  '4699': 'endpoint configuration deletion scheduled-task-deleted success 3',
  '4700,4701,4702': 'endpoint configuration change scheduled-task-changed success 3',
  '4719': 'endpoint configuration change changed-audit-config success 6',
  '1102,517': 'endpoint configuration deletion audit-log-cleared success 8',
  '1100': 'ops process end logging-service-shutdown success 4',
  '4608': 'ops host start system-startup success 1',
  '4609': 'ops host end system-shutdown success 1',
  '4616': 'ops configuration change system-time-changed success 2',
  '5136,5137,5138,5139,5141': 'auth configuration change directory-object-changed success 2',
  '5140,5142,5143,5144,5145': 'storage network,file access network-share-access - 1',
  '5058,5059,5061': 'endpoint process info cryptographic-operation - 1',
  '5152,5153,5157,5159': 'network network connection,denied windows-firewall-packet-block - 1',
  '5154,5156,5158': 'network network connection,allowed windows-firewall-connection success 1',
  '5376,5377,5379,5380,5381,5382': 'auth iam info credential-manager-read success 2',
  '4886,4887,4888': 'auth iam info certificate-request - 2',
  '4868,4869,4870,4871,4872,4873,4882,4885,4890,4891,4892,4896,4897,4898,4899,4900':
    'auth configuration change certificate-services - 4',
  '4944,4945,4946,4947,4948,4949,4950,4951,4952,4953,4954,4956,4957,4958':
    'network configuration change firewall-rule-changed success 3',
  '1101,1104,1105,1108': 'ops host info audit-log-state - 3',
  '4610,4611,4614,4622': 'endpoint configuration change security-package-loaded success 2',
  '4612,4621': 'ops host info audit-resources - 5',
  '4626,4627': 'auth iam group,info group-membership success 1',
  '4646,4650,4651,4652,4653,4654,4655,4960,4961,4962,4963,4965,4976,4977,4978,4984,5049,5453':
    'network network info ipsec-negotiation - 1',
  '4665,4666,4667,4668': 'endpoint process info application-context - 1',
  '4675': 'auth iam info sids-filtered success 3',
  '4691': 'endpoint process access indirect-object-access - 1',
  '4692,4693,4694,4695': 'endpoint process info data-protection - 2',
  '4707,4714,4715': 'auth configuration change domain-policy-changed success 4',
  '4717,4718': 'auth iam,configuration admin,change system-access-changed success 3',
  '4772,4773,4774,4775': 'auth authentication start kerberos-ticket-failed failure 3',
  '4782': 'auth iam user,info password-hash-accessed success 7',
  '4780': 'auth iam admin,change admin-acl-set success 3',
  '4793,4797': 'auth iam user,info account-queried success 1',
  '4802,4803': 'auth session info screen-saver success 1',
  '4816': 'network network info rpc-integrity-violation failure 5',
  '4817,4902,4904,4905,4906,4907,4908,4912':
    'endpoint iam,configuration admin,change audit-policy-changed success 4',
  '4825': 'auth authentication,session start remote-desktop-denied failure 4',
  '4826': 'ops configuration info boot-configuration-loaded success 1',
  '4928,4929,4930,4931,4932,4933,4934,4935,4936,4937': 'auth network,iam info directory-replication - 2',
  '4985': 'endpoint file change transaction-state-changed success 1',
  '5024,5025,5027,5028,5029,5030,5032,5033,5034,5035,5037': 'network host info windows-firewall-service - 2',
  '5031,5150,5151': 'network network connection,denied windows-firewall-packet-block - 2',
  '5038,6281': 'endpoint file,process info code-integrity-failure failure 5',
  '5056,5057,5060,5062,5063,5064,5065,5066,5067,5068,5069,5070':
    'endpoint process info cryptographic-operation - 1',
  '5146,5147,5148,5149': 'network network connection,denied windows-firewall-packet-block - 3',
  '5168': 'auth network,authentication denied smb-spn-check-failed failure 4',
  '5378': 'auth iam info credentials-delegation-disallowed failure 3',
  '5440,5441,5442,5443,5444,5446,5447,5448,5449,5450,5456,5457,5458,5459,5460,5461,5462,5463,5464,5465,5466,5467,5468,5471,5472,5473,5474,5477':
    'network configuration change windows-filtering-changed - 1',
  '5478,5479,5480,5483,5484,5485': 'network host info ipsec-service - 2',
  '5632,5633': 'auth authentication,network start,connection network-port-authenticated - 2',
  '6272,6278': 'auth authentication start network-policy-granted success 1',
  '6273,6274,6275,6276': 'auth authentication start network-policy-denied failure 3',
  '6279,6280': 'auth iam user,change network-policy-account-lock - 3',
  '6416,6419,6420,6421,6422,6423,6424': 'endpoint host,configuration change device-changed success 2',
  '8222': 'endpoint file creation shadow-copy-created success 3',
});

/** Sysmon's ids (Microsoft Sysinternals, "Sysmon v15"). */
const sysmon = kindTable({
  '1': 'endpoint process start process-created - 1',
  '2': 'endpoint file change file-creation-time-changed - 3',
  '3': 'network network connection,start,protocol network-connection - 1',
  '4,16': 'endpoint configuration change sysmon-state-changed - 3',
  '5': 'endpoint process end process-terminated - 1',
  '6': 'endpoint driver start driver-loaded - 2',
  '7': 'endpoint library start image-loaded - 1',
  '8': 'endpoint process change create-remote-thread - 5',
  '9': 'endpoint process access raw-access-read - 4',
  '10': 'endpoint process access process-accessed - 2',
  '11': 'endpoint file creation file-created - 1',
  '12,13,14': 'endpoint configuration,registry change registry-changed - 1',
  '15': 'endpoint file access file-stream-created - 2',
  '17': 'endpoint file creation pipe-created - 1',
  '18': 'endpoint file access pipe-connected - 1',
  '19,20,21': 'endpoint process change wmi-event - 4',
  '22': 'network network connection,protocol,info dns-query - 1',
  '23,26': 'endpoint file deletion file-deleted - 1',
  '24': 'endpoint process change clipboard-changed - 1',
  '25': 'endpoint process change process-tampering - 7',
  '27,28,29': 'endpoint file info file-blocked - 5',
  '255': 'ops process info sysmon-error - 3',
});

/** Microsoft Defender Antivirus (Microsoft, "Review event logs and error codes to troubleshoot issues"). */
const defender = kindTable({
  '1000,1001,1002,1003,1004,1150,1151,2000,2001,2002,2010,2011,2013,2014,2030,2050':
    'endpoint host info antimalware-state - 1',
  '1005,1127,2003,2004,2005,2006,2007,2012,2031,2040,2041,2042,2051,3002,3007':
    'endpoint host info antimalware-state failure 4',
  '1006,1015,1116': 'endpoint malware info malware-detected - 8',
  '1007,1010,1011,1117': 'endpoint malware info malware-action-taken success 6',
  '1008,1012,1014,1118,1119': 'endpoint malware info malware-action-failed failure 9',
  '1009': 'endpoint malware info quarantine-restored success 6',
  '1013': 'endpoint malware info malware-history-removed success 5',
  '1120': 'endpoint malware info threat-hashes - 4',
  '1121,1123,1124,1126,1128,1131':
    'endpoint intrusion_detection,process denied attack-surface-reduction-blocked - 7',
  '1122,1125,1129,1132,1133,1134':
    'endpoint intrusion_detection,process info attack-surface-reduction-audited - 5',
  '1160': 'endpoint malware info unwanted-application-detected - 5',
  '5000,5009,5011,5016': 'endpoint configuration change protection-enabled success 2',
  '5001,5010,5012,5013': 'endpoint configuration change protection-disabled success 8',
  '5004,5007': 'endpoint configuration change antimalware-configuration-changed success 4',
  '5008': 'endpoint host info antimalware-engine-failed failure 6',
  '5100,5101': 'endpoint configuration info antimalware-expired - 4',
});

const powershell = kindTable({
  '4103': 'endpoint process info powershell-pipeline-executed - 1',
  '4104': 'endpoint process info powershell-script-block - 2',
  '4105,4106': 'endpoint process info powershell-script-invocation - 1',
  '400,600,40961,40962,53504': 'endpoint process start powershell-engine - 1',
  '403': 'endpoint process end powershell-engine - 1',
  '800': 'endpoint process info powershell-pipeline-executed - 1',
  '4100': 'endpoint process info powershell-error failure 2',
});

/** Providers of the System and Application logs and of the operational channels. */
const services = kindTable({
  '7036,7040': 'ops process change service-state-changed success 1',
  '7045': 'endpoint configuration creation service-installed success 4',
  '7034,7031': 'ops process end service-crashed failure 4',
  '7000,7001,7009,7011,7022,7023,7024,7026,7030,7038,7041': 'ops process info service-failed failure 3',
  '7035,7042': 'ops process change service-control-sent success 1',
});
const system = kindTable({
  '104': 'endpoint configuration deletion audit-log-cleared success 8',
  '1074': 'ops host end system-shutdown success 2',
  '6005,6009,12': 'ops host start system-startup success 1',
  '6006,13': 'ops host end system-shutdown success 1',
  '6008,41,1076': 'ops host end system-shutdown failure 4',
  '19': 'ops package installation update-installed success 1',
  '20': 'ops package installation update-installed failure 3',
});
const tasks = kindTable({
  '106': 'endpoint configuration creation scheduled-task-created success 3',
  '140': 'endpoint configuration change scheduled-task-updated success 3',
  '141': 'endpoint configuration deletion scheduled-task-deleted success 3',
  '100,110,129,200': 'endpoint process start scheduled-task-started - 1',
  '102,111,201': 'endpoint process end scheduled-task-ended - 1',
  '101,103,203': 'endpoint process info scheduled-task-failed failure 2',
});
const terminal = kindTable({
  '21,25': 'auth authentication,session start session-logged-on success 1',
  '22': 'auth session start shell-started success 1',
  '23': 'auth authentication,session end session-logged-off success 1',
  '24,39,40': 'auth session end session-disconnected success 1',
  '1149': 'auth authentication start remote-desktop-authenticated success 1',
  '261': 'network network connection remote-desktop-connection - 1',
});
const firewall = kindTable({
  '2004,2005,2006,2008,2009,2033,2052,2071,2073,2097':
    'network configuration change firewall-rule-changed success 3',
  '2002,2003,2082,2083': 'network configuration change firewall-setting-changed success 3',
  '2010': 'network configuration info firewall-profile-changed success 1',
  '2011': 'network network denied firewall-blocked-listen - 2',
});
const wmi = kindTable({
  '5857,5858': 'endpoint process info wmi-operation - 1',
  '5859,5860,5861': 'endpoint process,configuration change wmi-subscription - 4',
});
const bits = kindTable({
  '3,16403': 'endpoint network,file info bits-job-created - 2',
  '4,60': 'endpoint network,file info bits-transfer-ended - 1',
  '61': 'endpoint network,file info bits-transfer-ended failure 2',
  '59': 'endpoint network,file info bits-transfer-started - 2',
});
const dnsClient = kindTable({
  '3006,3008,3010,3011,3016,3018,3019,3020,1014': 'network network protocol,info dns-query - 1',
});
const dnsServer = kindTable({
  '256,257,258,259,260,261,262,263,279,280': 'network network protocol,info dns-query - 1',
});
const appLocker = kindTable({
  '8002,8005,8020,8023': 'endpoint process start application-allowed success 1',
  '8003,8006,8021,8024': 'endpoint process info application-audited - 3',
  '8004,8007,8022,8025': 'endpoint intrusion_detection,process denied application-blocked failure 4',
});
const ntlm = kindTable({
  '8001,8002,8003,8004,4001,4002,4003,4004,4010,4011,4020,4022,4024':
    'auth authentication info ntlm-authentication - 2',
});

/** Which table an event's provider or channel asks; the first that fits. An unnamed provider's ids are the Security log's. */
const families: readonly (readonly [name: string, pattern: RegExp, kinds: ReadonlyMap<string, Kind>])[] = [
  [
    'security',
    /^Microsoft-Windows-Security-Auditing$|^Security$|^Microsoft-Windows-Eventlog:Security$/i,
    security,
  ],
  ['sysmon', /sysmon/i, sysmon],
  ['powershell', /PowerShell/i, powershell],
  ['defender', /Windows Defender|Microsoft Antimalware|Windows-Defender/i, defender],
  ['services', /^Service Control Manager$/i, services],
  ['tasks', /TaskScheduler/i, tasks],
  ['terminal', /TerminalServices-/i, terminal],
  ['firewall', /Windows Firewall/i, firewall],
  ['wmi', /WMI-Activity/i, wmi],
  ['bits', /Bits-Client/i, bits],
  ['dns', /DNS-Client/i, dnsClient],
  ['dns-server', /DNSServer|DNS-Server/i, dnsServer],
  ['applocker', /AppLocker/i, appLocker],
  ['adfs', /^AD FS( Auditing)?$/i, adfsKinds],
  ['ntlm', /Microsoft-Windows-NTLM|Security-Netlogon/i, ntlm],
];
const NO_KINDS: ReadonlyMap<string, Kind> = new Map();

type Family = { family: string; kinds: ReadonlyMap<string, Kind> };
/** A machine's events come from some tens of providers. */
const remembered = new Map<string | null, Map<string | null, Family>>();
const MAX_REMEMBERED = 200;

/** The family of a provider's events and its table of kinds by event id. */
export function familyOf(provider: string | null, channel: string | null): Family {
  const known = remembered.get(provider)?.get(channel);
  if (known !== undefined) return known;
  const found = findFamily(provider, channel);
  const channels = remembered.get(provider) ?? new Map<string | null, Family>();
  if (remembered.size < MAX_REMEMBERED && channels.size < MAX_REMEMBERED)
    remembered.set(provider, channels.set(channel, found));
  return found;
}

function findFamily(provider: string | null, channel: string | null): Family {
  // Clearing a log is told by Microsoft-Windows-Eventlog, in the log that was cleared.
  if (channel === 'Security' && (provider === null || /Eventlog$/i.test(provider)))
    return { family: 'security', kinds: security };
  for (const name of [provider, channel])
    if (name !== null)
      for (const [family, pattern, kinds] of families) if (pattern.test(name)) return { family, kinds };
  if (channel === 'System' || /Eventlog$/i.test(provider ?? '')) return { family: 'system', kinds: system };
  if (provider === null && channel === null) return { family: 'security', kinds: security };
  return { family: 'other', kinds: NO_KINDS };
}
