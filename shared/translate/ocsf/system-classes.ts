import { int32, oneOf, texts } from '#shared/translate/convert.ts';
import { registryTypes } from '#shared/translate/ocsf/captions.ts';
import {
  actorAsUser,
  device,
  file,
  parentProcess,
  process,
  typedFile,
  users,
} from '#shared/translate/ocsf/objects.ts';
import { byAction, byType, type OcsfClass } from '#shared/translate/ocsf/ocsf-class.ts';
import type { Convert, Shape } from '#shared/translate/shape.ts';

/** These classes are about one machine and always name it and who acted on it. */
const machine = device([['$target', 'name']]);
const actor = (own: Shape): Shape => ({
  at: 'actor',
  rows: [['$service', 'app_name']],
  parts: [own, ...users('user', 'user', 'source.user'), actorAsUser],
});
const system = { otherwise: 'other', host: [] } as const;

const withoutValue: Convert = (path) => {
  const text = String(path);
  const cut = text.lastIndexOf('\\');
  return cut > 0 ? text.slice(0, cut) : text;
};
const valueName: Convert = (path) => {
  const text = String(path);
  return text.slice(text.lastIndexOf('\\') + 1);
};

export const processActivity: OcsfClass = {
  ...system,
  uid: 1007,
  caption: 'Process Activity',
  activities: { 1: 'Launch', 2: 'Terminate', 3: 'Open' },
  activity: byType({ start: 1, end: 2, access: 3 }),
  shapes: [
    { at: '', rows: [['process.exit_code', 'exit_code', int32]] },
    actor(parentProcess),
    machine,
    process('process'),
  ],
  needs: [['process']],
};

export const fileActivity: OcsfClass = {
  ...system,
  uid: 1001,
  caption: 'File System Activity',
  activities: { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete', 5: 'Rename' },
  activity: byAction([[['rename'], 5]], byType({ creation: 1, access: 2, change: 3, deletion: 4 })),
  shapes: [actor(process('process')), machine, typedFile],
  needs: [['file']],
};

export const registryKey: OcsfClass = {
  ...system,
  uid: 201001,
  caption: 'Registry Key Activity',
  activities: { 1: 'Create', 2: 'Read', 3: 'Modify', 4: 'Delete', 5: 'Rename' },
  activity: byAction([[['rename'], 5]], byType({ creation: 1, access: 2, change: 3, deletion: 4 })),
  shapes: [
    actor(process('process')),
    machine,
    {
      at: 'reg_key',
      needs: [['path']],
      rows: [
        ['registry.path', 'path'],
        ['registry.key', 'path'],
      ],
    },
  ],
  needs: [['reg_key']],
};

/** An event that names a value, or data, which only a value has. */
export const registryValue: OcsfClass = {
  ...system,
  uid: 201002,
  caption: 'Registry Value Activity',
  activities: { 1: 'Get', 2: 'Set', 3: 'Modify', 4: 'Delete' },
  activity: byType({ creation: 2, access: 1, change: 3, deletion: 4 }),
  shapes: [
    actor(process('process')),
    machine,
    {
      at: 'reg_value',
      needs: [['path'], ['name']],
      rows: [
        ['registry.path', 'path', withoutValue, 'partly'],
        ['registry.key', 'path'],
        ['registry.value', 'name'],
        ['registry.path', 'name', valueName],
        ['registry.data.strings', 'reg_string_list_data', texts],
        [
          'registry.data.type',
          'type',
          (value) => (oneOf(registryTypes)(value) === undefined ? undefined : String(value).toUpperCase()),
        ],
        ['registry.data.type', 'type_id', oneOf(registryTypes)],
      ],
    },
  ],
  needs: [['reg_value']],
};

export const scheduledJob: OcsfClass = {
  ...system,
  uid: 1006,
  caption: 'Scheduled Job Activity',
  activities: { 1: 'Create', 2: 'Update', 3: 'Delete', 4: 'Enable', 5: 'Disable', 6: 'Start' },
  activity: byAction(
    [
      [['enabled'], 4],
      [['disabled'], 5],
    ],
    byType({ creation: 1, change: 2, deletion: 3, start: 6 }),
  ),
  shapes: [
    actor(process('process')),
    machine,
    {
      at: 'job',
      needs: [['name']],
      rows: [
        ['scheduled_task.name', 'name'],
        ['rule.task', 'name'],
        ['process.command_line', 'cmd_line'],
      ],
    },
  ],
  needs: [['job']],
};

export const moduleActivity: OcsfClass = {
  ...system,
  uid: 1005,
  caption: 'Module Activity',
  activities: { 1: 'Load', 2: 'Unload' },
  activity: byType({ start: 1, end: 2 }),
  shapes: [
    actor(process('process')),
    machine,
    {
      at: 'module',
      defaults: { load_type_id: 0, load_type: 'Unknown' },
      rows: [],
      parts: [file('file', 'dll'), file('file')],
    },
  ],
  needs: [['module']],
};

export const scriptActivity: OcsfClass = {
  ...system,
  uid: 1009,
  caption: 'Script Activity',
  activities: { 1: 'Execute' },
  activity: () => 1,
  shapes: [
    actor(process('process')),
    machine,
    {
      at: 'script',
      needs: [['script_content']],
      defaults: { type_id: 2, type: 'PowerShell' },
      rows: [['powershell.file.script_block_id', 'uid']],
      parts: [
        {
          at: 'script_content',
          needs: [['value']],
          rows: [['powershell.file.script_block_text', 'value']],
        },
        file('file'),
      ],
    },
  ],
  needs: [['script']],
};
