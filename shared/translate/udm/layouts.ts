import type { Activity } from '#shared/translate/activity.ts';
import type { Row, Shape } from '#shared/translate/shape.ts';
import { authentication, metadata, network, securityResult } from '#shared/translate/udm/details.ts';
import {
  actorAsUser,
  application,
  end,
  file,
  group,
  machine,
  observer,
  parentProcess,
  process,
  registry,
  resource,
  targetAsMachine,
  task,
  url,
  users,
} from '#shared/translate/udm/nouns.ts';

/** One of UDM's entities in an event. */
const noun = (at: string, rows: readonly Row[], ...parts: readonly Shape[]): Shape => ({ at, rows, parts });
const machineFields = ['ip', 'hostname', 'mac', 'asset'];
const withMachine = (shape: Shape): Shape => ({ ...shape, needs: [machineFields] });

const region: Shape = { at: 'location', rows: [['cloud.region', 'name']] };
const about = noun('about[]', [], machine('addresses'));
const subject = [...users('source.user', 'user'), actorAsUser];
const service: Row[] = [['$service', 'application']];

const signingIn: Shape[] = [
  noun('principal', [], end('source'), ...users('source.user', 'user.by'), process),
  noun('target', application, machine('addresses'), end('destination'), ...users('user'), {
    at: 'user',
    rows: [['$actor', 'userid']],
  }),
  { at: 'extensions', rows: [], parts: [authentication] },
];

const identity: Shape[] = [
  noun('principal', service, end('source'), ...users('user.by', 'source.user', 'user'), actorAsUser, process),
  noun(
    'target',
    application,
    machine('addresses'),
    ...users('user.target', 'user.changes', 'user'),
    group,
    region,
  ),
];

/** Events of one machine, which does them to something of its own. */
const endpoint = (acting: Shape, ...things: readonly Shape[]): Shape[] => [
  noun(
    'principal',
    service,
    machine('addresses'),
    targetAsMachine,
    ...users('user', 'source.user'),
    actorAsUser,
    acting,
  ),
  noun('target', [], ...things, ...users('user.target')),
];

const connection: Shape[] = [
  withMachine(noun('principal', [], end('source'), ...subject, process)),
  withMachine(noun('principal', [], end('client'), ...subject, process)),
  withMachine(noun('principal', [], machine('names'), ...subject, process)),
  withMachine(noun('target', url, end('destination'), ...users('destination.user', 'user.target'), file())),
  withMachine(noun('target', url, end('server'), ...users('user.target'), file())),
  noun('target', url, ...users('user.target'), file()),
  about,
];

const call: Shape[] = [
  noun('principal', service, end('source'), ...users('user', 'source.user'), actorAsUser, process),
  noun('target', [...url, ...application], resource, ...users('user.target'), group, region),
  about,
];

const things = [file(), process, registry, ...users('user.target'), group, resource, region];
const finding: Shape[] = [
  noun('principal', service, end('source'), ...users('user', 'source.user'), actorAsUser),
  withMachine(noun('target', url, end('destination'), ...things)),
  noun('target', url, machine('addresses'), ...things),
  about,
];

const other: Shape[] = [
  withMachine(noun('principal', service, end('source'), ...subject, process)),
  noun('principal', service, machine('addresses'), ...subject, process),
  noun(
    'target',
    [...url, ...application],
    end('destination'),
    ...users('user.target'),
    file(),
    group,
    registry,
    region,
  ),
  about,
];

const layouts: Readonly<Record<Activity, readonly Shape[]>> = {
  login: signingIn,
  logout: signingIn,
  authentication: signingIn,
  account: identity,
  group: identity,
  privilege: identity,
  process: endpoint(parentProcess, process),
  file: endpoint(process, file()),
  registry: endpoint(process, registry),
  task: endpoint(process, task),
  module: endpoint(process, file('dll'), file()),
  script: endpoint(parentProcess, process, file()),
  flow: connection,
  ssh: connection,
  dns: connection,
  dhcp: connection,
  http: connection,
  email: connection,
  api: call,
  datastore: call,
  finding,
  other,
};

/** The whole event of an activity. */
export const layoutOf = (activity: Activity): Shape => ({
  at: '',
  rows: [],
  parts: [metadata, ...layouts[activity], observer, network, securityResult],
});
export const udmActivities = Object.keys(layouts) as readonly Activity[];
