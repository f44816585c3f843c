import { describe, expect, test } from 'vitest';
import { buildEvent } from '../../support/builders/event.ts';
import { detectLines } from '../../support/detect-lines.ts';
import { at, makeDetector, rulesetOf } from '../../support/detector.ts';
import { sampleEvents } from '../../support/sample-events.ts';

const ID = '7c1d3c9e-2a5b-4a53-8d3b-2f8f5a1f6c';
const rule = (n: number, logsource: string, selection: string) =>
  `title: Rule ${n}\nid: ${ID}${String(n).padStart(2, '0')}\nlogsource: { ${logsource} }\n` +
  `detection: { selection: { ${selection} }, condition: selection }\n`;

/** Written as the community writes: Sigma's names for sources and fields, and nothing of ours. */
const written: [logsource: string, selection: string][] = [
  [
    'product: windows, category: process_creation',
    "Image|endswith: '\\\\rundll32.exe', CommandLine|contains: ',Run'",
  ],
  ['product: windows, category: process_creation', "ParentImage|endswith: '\\\\explorer.exe'"],
  ['product: windows, service: security', 'EventID: 4625, LogonType: 3'],
  ['product: windows, category: registry_set', "TargetObject|contains: '\\\\CurrentVersion\\\\Run\\\\'"],
  ['product: windows, category: ps_script', 'ScriptBlockText|contains: DownloadString'],
  [
    'product: windows, service: system',
    'EventID: 7045, Provider_Name: Service Control Manager, ImagePath|contains: svc',
  ],
  ['product: windows, category: dns_query', "QueryName|contains: '.'"],
  ['product: aws, service: cloudtrail', 'eventSource: iam.amazonaws.com, eventName: CreateUser'],
  ['product: okta, service: okta', 'eventtype: user.mfa.factor.reset_all'],
  ['product: azure, service: signinlogs', 'UserPrincipalName|endswith: acme.example'],
  ['product: linux, category: process_creation', "CommandLine|contains: ' '"],
  ['category: firewall', 'dst_port: 443'],
  ['category: dns', "query|contains: '.'"],
  ['product: kubernetes, service: audit', 'verb: create'],
  ['product: kubernetes, category: application, service: audit', "objectRef.resource: '*'"],
  ['product: windows, category: process_creation', "Image|endswith: '\\\\powershell.exe', ParentImage: '*'"],
  ['category: antivirus', "Signature|contains: 'Win32'"],
  ['product: linux, service: auditd', 'type: EXECVE, a0: curl, a1: -o'],
  ['product: linux, service: auditd', 'type: PATH, name|startswith: /var/log/'],
  ['product: linux, service: auditd', "type: SYSCALL, exe: '*', SYSCALL: '*'"],
  ['product: azure, service: signinlogs', "ResultType: 50126, ResultDescription: '*'"],
  ['product: azure, service: signinlogs', "ResourceDisplayName: '*', conditionalAccessStatus: '*'"],
  ['product: azure, service: auditlogs', "LoggedByService: '*', Category: '*', Status: success"],
  ['product: azure, service: auditlogs', 'TargetResources.ModifiedProperties.DisplayName: Role.DisplayName'],
  [
    'product: azure, service: auditlogs',
    'TargetResources.ModifiedProperties.NewValue|contains: Administrator',
  ],
  ['product: azure, service: activitylogs', "operationName: '*', properties.message: '*'"],
  ['product: azure, service: riskdetection', "riskEventType: '*'"],
  ['product: gcp, service: gcp.audit', "gcp.audit.method_name: '*'"],
  [
    'product: gcp, service: google_workspace.admin',
    'eventService: admin.googleapis.com, eventName: ASSIGN_ROLE',
  ],
  ['product: fortigate, service: event', 'action: Edit, cfgpath: firewall.policy'],
  ['category: proxy', "cs-uri|contains: '://', cs-host: '*'"],
  ['product: m365, service: audit', "Operation: '*', ObjectId: '*'"],
  ['product: zeek, service: http', "method: '*', uri: '*', status_code: '*'"],
];
const text = written.map(([logsource, selection], i) => rule(i, logsource, selection)).join('---\n');

describe('rules that speak Sigma’s names run on the stream as they stand', () => {
  const ruleset = rulesetOf(text);
  const events = sampleEvents().map(({ event }) => event);
  const found = events.flatMap((event, i) =>
    ruleset.match(event).map(({ rule: { info } }) => JSON.stringify({ i, id: info.id })),
  );

  test.each(written.map((one, i) => [...one, i] as const))(
    '{ %s } { %s } finds a connector’s event',
    (_, __, i) => {
      const id = `${ID}${String(i).padStart(2, '0')}`;
      expect(found.filter((match) => match.includes(id))).not.toEqual([]);
    },
  );

  test('and match what `gatehouse detect` matches of the same events', () => {
    const overAFile = detectLines(text, events).map(({ i, id }) => JSON.stringify({ i, id }));
    expect(found.sort()).toEqual(overAFile.sort());
  });
});

test('a correlation groups by a Sigma name, and its alert shows it under that name', async () => {
  const chain =
    'title: Started\nname: started\nlogsource: { product: windows, category: process_creation }\n' +
    'detection: { s: { Image|endswith: .exe }, condition: s }\n---\n' +
    `title: Three\nname: three\ncorrelation: { type: value_count, rules: started, group-by: [User], timespan: 5m, condition: { field: Image, gte: 3 } }\n---\n` +
    `title: Two hosts\nid: ${ID}99\ncorrelation: { type: value_count, rules: three, group-by: [User], timespan: 1h, condition: { field: Computer, gte: 2 } }\n`;
  const detector = makeDetector(rulesetOf(chain));
  const started = (second: number, host: string) =>
    buildEvent('acme', {
      timestamp: at(second),
      category: 'endpoint',
      source: { system: 'windows', integration: 'windows-events' },
      attributes: {
        'event.category': 'process',
        'event.type': 'start',
        'user.name': 'alice',
        'host.name': host,
        'process.executable': `C:\\${second}.exe`,
      },
    });
  await detector.send([0, 1, 2].map((second) => started(second, 'ws-1')));
  expect(detector.alerts()).toEqual([]);
  await detector.send([10, 11, 12].map((second) => started(second, 'ws-2')));
  const everything = [0, 1, 2, 10, 11, 12].map((second) => started(second, second < 5 ? 'ws-1' : 'ws-2'));
  expect(detectLines(chain, everything)).toEqual(
    [3, 4, 5].map((i) => ({ i, id: `${ID}99`, group: { User: 'alice' }, n: 2 })),
  );
  expect(detector.alerts()).toMatchObject([
    { rule: { title: 'Two hosts' }, count: 2, group: { User: 'alice' } },
  ]);
});
