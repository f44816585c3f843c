import { emails, epoch, firstEmail, firstText, int32, texts } from '#shared/translate/convert.ts';
import {
  actorAsUser,
  destinations,
  device,
  process,
  request,
  response,
  sources,
  typedFile,
  url,
  users,
} from '#shared/translate/ocsf/objects.ts';
import { byType, type OcsfClass } from '#shared/translate/ocsf/ocsf-class.ts';
import type { Shape } from '#shared/translate/shape.ts';

const caller: Shape = {
  at: 'actor',
  rows: [['$service', 'app_name']],
  parts: [...users('user', 'user', 'source.user'), actorAsUser, process('process')],
};

/** Where a call came from; a cloud's own services call without an address. */
const origin: Shape[] = [
  ...sources,
  {
    at: 'src_endpoint',
    rows: [
      ['$service', 'svc_name'],
      ['$unknown', 'svc_name'],
    ],
  },
];

export const apiActivity: OcsfClass = {
  uid: 6003,
  caption: 'API Activity',
  activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete' },
  activity: byType({ creation: 1, access: 2, change: 3, deletion: 4 }),
  shapes: [
    caller,
    {
      at: 'api',
      needs: [['operation']],
      rows: [
        ['event.action', 'operation'],
        ['event.code', 'operation'],
        ['orchestrator.api_version', 'version'],
      ],
      parts: [
        {
          at: 'service',
          needs: [['name']],
          rows: [
            ['service.name', 'name'],
            ['event.provider', 'name'],
          ],
        },
        {
          at: 'request',
          rows: [
            ['transaction.id', 'uid'],
            ['http.request.id', 'uid'],
          ],
        },
        {
          at: 'response',
          rows: [
            ['error.code', 'error'],
            ['error.message', 'error_message'],
            ['http.response.status_code', 'code', int32],
          ],
        },
      ],
    },
    {
      at: 'resources[]',
      needs: [['name', 'uid']],
      rows: [
        ['cloud.resource.id', 'uid'],
        ['orchestrator.resource.id', 'uid'],
        ['orchestrator.resource.name', 'name'],
        ['orchestrator.resource.type', 'type'],
        ['orchestrator.namespace', 'namespace'],
        ['user.target.name', 'name'],
        ['group.name', 'name'],
        ['file.path', 'name'],
        ['$target', 'name'],
      ],
    },
    ...origin,
    ...destinations,
    request,
    response,
    device(),
  ],
  needs: [['api']],
  otherwise: 'other',
  host: ['device'],
};

export const datastoreActivity: OcsfClass = {
  uid: 6005,
  caption: 'Datastore Activity',
  activities: { 1: 'Read', 2: 'Update' },
  activity: byType({ access: 1, change: 2 }),
  shapes: [
    caller,
    {
      at: 'database',
      needs: [['name', 'uid']],
      defaults: { type_id: 0, type: 'Unknown' },
      rows: [
        ['database.name', 'name'],
        ['db.name', 'name'],
        ['cloud.resource.id', 'uid'],
        ['$target', 'name'],
      ],
    },
    ...origin,
    ...destinations,
    request,
    response,
    device(),
  ],
  needs: [['database']],
  otherwise: 'api',
  host: ['device'],
};

const evidence: Shape = {
  at: 'evidences[]',
  needs: [['src_endpoint', 'dst_endpoint', 'process', 'file', 'url', 'query', 'user', 'email', 'reg_key']],
  rows: [],
  parts: [
    ...sources,
    ...destinations,
    process('process'),
    typedFile,
    url(),
    request,
    response,
    ...users('user', 'user', 'source.user'),
    {
      at: 'query',
      needs: [['hostname']],
      rows: [
        ['dns.question.name', 'hostname'],
        ['dns.question.type', 'type'],
      ],
    },
    {
      at: 'email',
      needs: [['from', 'to']],
      rows: [
        ['email.from.address', 'from', firstEmail, 'partly'],
        ['email.to.address', 'to[]', emails],
        ['email.subject', 'subject'],
      ],
    },
    { at: 'reg_key', needs: [['path']], rows: [['registry.path', 'path']] },
  ],
};

export const detectionFinding: OcsfClass = {
  uid: 2004,
  caption: 'Detection Finding',
  status: [1, 'New'],
  activities: { 1: 'Create' },
  activity: () => 1,
  shapes: [
    {
      at: 'finding_info',
      rows: [
        ['event.id', 'uid'],
        ['$event_id', 'uid'],
        ['rule.name', 'title'],
        ['threat.name', 'title'],
        ['event.action', 'title'],
        ['rule.description', 'desc'],
        ['event.created', 'created_time', epoch],
        ['rule.reference', 'src_url'],
        ['event.url', 'src_url'],
        ['rule.category', 'types[]', texts],
      ],
      parts: [
        {
          at: 'analytic',
          needs: [['name', 'uid']],
          defaults: { type_id: 1, type: 'Rule' },
          rows: [
            ['rule.name', 'name'],
            ['rule.id', 'uid'],
            ['rule.uuid', 'uid'],
            ['rule.version', 'version'],
            ['rule.category', 'category', firstText, 'partly'],
          ],
        },
      ],
    },
    evidence,
    device(),
    { at: 'actor', rows: [], parts: users('user', 'user', 'source.user') },
  ],
  needs: [['finding_info']],
  otherwise: 'other',
  host: ['actor'],
};

export const baseEvent: OcsfClass = {
  uid: 0,
  caption: 'Base Event',
  activities: {},
  activity: () => 99,
  shapes: [
    device(),
    {
      at: 'actor',
      rows: [['$service', 'app_name']],
      parts: [...users('user', 'user', 'source.user'), actorAsUser, process('process')],
    },
  ],
  needs: [],
  otherwise: 'other',
  host: ['device', 'actor'],
};
