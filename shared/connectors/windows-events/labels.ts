/**
 * Sections of rendered messages whose labels repeat those of another → prefix of the names in `EventData`. English is
 * Microsoft's own; an account's section tells whom its three lines are about.
 */
const SECTIONS: Readonly<Record<string, string>> = {
  Subject: 'Subject',
  User: 'Subject',
  'Account For Which Logon Failed': 'Target',
  'New Logon': 'Target',
  'Target Account': 'Target',
  'Target Computer': 'Target',
  'New Account': 'Target',
  'New Computer Account': 'Target',
  'Computer Account That Was Changed': 'Target',
  'Account That Was Locked Out': 'Target',
  'Account Whose Credentials Were Used': 'Target',
  'Account Information': 'Target',
  'Target Subject': 'Target',
  'Deleted Account': 'Target',
  Member: 'Member',
  Group: 'Target',
  'New Group': 'Target',
  'Deleted Group': 'Target',
  'Process Information': '',
  'Network Information': '',
  'Service Information': 'Service',
  'Ticket Information': '',
  'Client Machine': 'Machine',
};

/** Labels that say less than the names in `EventData`; every other label is found by its own name. */
const LABELS: Readonly<Record<string, string>> = {
  'Source Network Address': 'IpAddress',
  'Network Address': 'IpAddress',
  'Client Address': 'IpAddress',
  'Source Port': 'IpPort',
  'Client Port': 'IpPort',
  Port: 'IpPort',
  'Destination Address': 'DestAddress',
  'Destination Port': 'DestPort',
  'Workstation Name': 'WorkstationName',
  'Source Workstation': 'Workstation',
  'Caller Computer Name': 'TargetDomainName',
  'New Process Name': 'NewProcessName',
  'New Process ID': 'NewProcessId',
  'Creator Process ID': 'ProcessId',
  'Creator Process Name': 'ParentProcessName',
  'Process Command Line': 'CommandLine',
  'Caller Process Name': 'ProcessName',
  'Image File Name': 'ProcessName',
  'Caller User Name': 'SubjectUserName',
  'Caller Domain': 'SubjectDomainName',
  'Primary User Name': 'SubjectUserName',
  'Primary Domain': 'SubjectDomainName',
  'Caller Process ID': 'ProcessId',
  'Process ID': 'ProcessId',
  'Authentication Package': 'AuthenticationPackageName',
  'Result Code': 'Status',
  'Error Code': 'Status',
  'Failure Code': 'Status',
  'Sub Status': 'SubStatus',
  'Application Name': 'Application',
  'Target Server Name': 'TargetServerName',
  'Relative Target Name': 'RelativeTargetName',
  'Share Path': 'ShareLocalPath',
  'Logon Process': 'LogonProcessName',
  Privileges: 'PrivilegeList',
  'Object Value Name': 'ObjectValueName',
  'New Value': 'NewValue',
  'Old Value': 'OldValue',
};

/** Where one blank is all that parts a value from the next label, the label tells. */
const PARTS =
  /[\n\r\t]+| {2,}|(?<!Qualified|SAM|Old|New|Caller|Linked|Client|Primary|Target|Network) (?=(?:Account Name|Account Domain|Security ID|Logon ID|Logon Type|Logon GUID|Source Network Address|Source Port|Workstation Name|Authentication Package):)/;

/** `Label:  value` pairs; a label without a value opens a section. Messages on one line part them by two blanks or tabs. */
export function labelled(text: string): Map<string, string> {
  const data = new Map<string, string>();
  let section: string | null = null;
  const pieces = text.slice(0, 65_536).split(PARTS).slice(0, 2_000).reduce<string[]>(joinLabels, []);
  for (const piece of pieces) {
    const colon = piece.indexOf(':');
    if (colon === -1 || colon > 60) continue;
    const label = piece.slice(0, colon).trim();
    const value = piece.slice(colon + 1).trim();
    if (Object.hasOwn(SECTIONS, label) && value === '') section = SECTIONS[label] ?? null;
    if (value === '' || value === '-' || !/^[A-Za-z]/.test(label)) continue;
    const name = nameOf(label, section);
    if (!data.has(name)) data.set(name, value);
  }
  return data;
}

function nameOf(label: string, section: string | null): string {
  const prefix = section === null || section === '' ? 'Subject' : section;
  if (label === 'Account Name' || label === 'Group Name') return `${prefix}UserName`;
  if (label === 'Logon Account' || label === 'User Name') return 'TargetUserName';
  if (label === 'Account Domain' || label === 'Supplied Realm Name' || label === 'Group Domain')
    return `${prefix}DomainName`;
  if (label === 'Security ID' || label === 'User ID')
    return section === 'Member' || section === 'Service' ? `${section}Sid` : `${prefix}UserSid`;
  if (label === 'Logon ID') return `${prefix}LogonId`;
  if (label === 'Service Name' || label === 'Service ID') return label.replace(' ', '').replace('ID', 'Sid');
  return Object.hasOwn(LABELS, label) ? (LABELS[label] ?? label) : label.replace(/[^A-Za-z0-9]+/g, '');
}

/** A label and its value may have come apart at the tab between them. */
function joinLabels(pieces: string[], piece: string): string[] {
  const last = pieces.at(-1);
  const text = piece.trim();
  if (text === '') return pieces;
  const label = last?.endsWith(':') ? last.slice(0, -1).trim() : '';
  if (
    last !== undefined &&
    label !== '' &&
    !/^[A-Z][A-Za-z ]{1,40}:(?!\\|\/\/)/.test(text) &&
    !Object.hasOwn(SECTIONS, label)
  )
    pieces[pieces.length - 1] = `${last} ${text}`;
  else pieces.push(text);
  return pieces;
}
