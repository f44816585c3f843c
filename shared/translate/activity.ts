import type { AttributeValue, CanonicalEvent, EventCategory } from '#shared/schema/event.ts';

/** What an event is about; OCSF's class and UDM's event type follow from it. */
export type Activity =
  | 'login'
  | 'logout'
  | 'authentication'
  | 'account'
  | 'group'
  | 'privilege'
  | 'process'
  | 'file'
  | 'registry'
  | 'task'
  | 'module'
  | 'script'
  | 'flow'
  | 'dns'
  | 'http'
  | 'email'
  | 'ssh'
  | 'dhcp'
  | 'api'
  | 'datastore'
  | 'finding'
  | 'other';

/** The words that tell an activity, read once per event. */
export type Traits = {
  category: EventCategory;
  ecs: readonly string[];
  types: readonly string[];
  kind: string;
  /** `event.action` in lower case; empty without one. */
  action: string;
  protocol: string;
  attributes: Readonly<Record<string, AttributeValue>>;
};

const words = (value: AttributeValue | undefined): readonly string[] =>
  value === undefined ? [] : (Array.isArray(value) ? value : [value]).map(String);

export function traitsOf({ category, attributes }: CanonicalEvent): Traits {
  return {
    category,
    ecs: words(attributes['event.category']),
    types: words(attributes['event.type']),
    kind: String(attributes['event.kind'] ?? 'event'),
    action: String(attributes['event.action'] ?? '').toLowerCase(),
    protocol: String(attributes['network.protocol'] ?? attributes['network.application'] ?? '').toLowerCase(),
    attributes,
  };
}

type Test = (traits: Traits) => boolean;

const ecs =
  (...names: string[]): Test =>
  (traits) =>
    names.some((name) => traits.ecs.includes(name));
const type =
  (...names: string[]): Test =>
  (traits) =>
    names.some((name) => traits.types.includes(name));
const canonical =
  (...names: EventCategory[]): Test =>
  (traits) =>
    names.includes(traits.category);
const key =
  (...names: string[]): Test =>
  (traits) =>
    names.some((name) => traits.attributes[name] !== undefined);
const says =
  (...parts: string[]): Test =>
  (traits) =>
    parts.some((part) => traits.action.includes(part));
const over =
  (...names: string[]): Test =>
  (traits) =>
    names.includes(traits.protocol);
const all =
  (...tests: Test[]): Test =>
  (traits) =>
    tests.every((test) => test(traits));
const any =
  (...tests: Test[]): Test =>
  (traits) =>
    tests.some((test) => test(traits));
const not =
  (test: Test): Test =>
  (traits) =>
    !test(traits);

const none: Test = ({ ecs: categories }) => categories.length === 0;
const loggingIn = any(key('failed_login_count'), says('login', 'logon', 'sign-in', 'signin'));
const loggingOut = says('logout', 'logoff', 'sign-out', 'signout');
const signingIn = any(
  ecs('authentication', 'session'),
  all(canonical('auth'), none, any(loggingIn, loggingOut)),
);
const addressed = key('email.from.address', 'email.to.address');

/** In this order; the first that holds is the event's activity. The text is what docs/schemas.md says of it. */
export const activityRules: readonly (readonly [Activity, string, Test])[] = [
  [
    'finding',
    'an alert, or a finding of malware, intrusion, threat or vulnerability',
    any(({ kind }) => kind === 'alert', ecs('intrusion_detection', 'malware', 'threat', 'vulnerability')),
  ],
  ['task', 'a scheduled task', any(says('scheduled-task', 'scheduled task'), key('scheduled_task.name'))],
  ['script', 'a script block', key('powershell.file.script_block_text')],
  ['logout', 'the end of a session', all(signingIn, any(type('end'), loggingOut))],
  ['login', 'the start of a session, failed or not', all(signingIn, any(type('start'), loggingIn))],
  ['authentication', 'another step of signing in', signingIn],
  [
    'api',
    'a call that changes cloud, cluster or storage',
    all(canonical('cloud', 'k8s', 'storage'), not(ecs('database'))),
  ],
  ['email', 'a message, not a mailbox setting', all(addressed, not(ecs('configuration')))],
  ['api', 'what a user does to a mailbox', all(ecs('email'), key('user.name', 'user.id', 'user.email'))],
  ['dns', 'a name that was asked for', key('dns.question.name')],
  ['dhcp', 'an address lease', any(over('dhcp', 'dhcpv6', 'bootp'), key('dhcp.type'))],
  ['datastore', 'access to a database', ecs('database')],
  ['group', 'a group or its members', all(ecs('iam'), type('group'))],
  [
    'privilege',
    'rights of an account',
    all(ecs('iam'), any(type('admin'), says('privilege', 'role', 'permission'))),
  ],
  ['account', 'an account', ecs('iam')],
  ['module', 'a driver or library', ecs('driver', 'library')],
  ['registry', 'a registry key or value', any(ecs('registry'), key('registry.path', 'registry.key'))],
  ['process', 'a process', ecs('process')],
  ['file', 'a file on an endpoint', all(ecs('file'), canonical('endpoint', 'ops'))],
  ['http', 'a web request', any(ecs('web'), all(ecs('network'), key('http.request.method')))],
  ['ssh', 'a secure shell connection', all(ecs('network'), over('ssh'))],
  [
    'flow',
    'a connection',
    any(ecs('network'), all(canonical('network'), key('source.ip', 'destination.ip'))),
  ],
];

export function activityOf(traits: Traits): Activity {
  for (const [activity, , test] of activityRules) if (test(traits)) return activity;
  return 'other';
}
