import { readFileSync, writeFileSync } from 'node:fs';
import { activityRules } from '#shared/translate/activity.ts';
import { ocsfClasses } from '#shared/translate/ocsf/classes.ts';
import { common } from '#shared/translate/ocsf/common.ts';
import { demands, eventTypes } from '#shared/translate/udm/event-types.ts';
import { layoutOf } from '#shared/translate/udm/layouts.ts';
import { rowsOf } from './mapped-keys.ts';

const start = '<!-- schemas: written by node test/support/write-schema-docs.ts -->';
const end = '<!-- /schemas -->';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  `| ${head.join(' | ')} |`,
  `|${head.map(() => '---').join('|')}|`,
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
const code = (text: string) => `\`${text}\``;

/** Event types of an activity by the ECS type that decides, or by the action. */
function typesOf(activity: keyof typeof eventTypes): string {
  const found = new Set<string>();
  for (const types of [['creation'], ['change'], ['deletion'], ['access'], ['start'], ['end'], []])
    for (const action of ['', 'password-changed', 'audit-log-cleared'])
      for (const attributes of [
        {},
        { 'user.name': 'x' },
        { 'file.path': 'x' },
        { 'source.ip': 'x', 'destination.ip': 'x' },
        { 'host.name': 'x' },
      ])
        found.add(
          eventTypes[activity]({
            category: 'ops',
            ecs: [],
            types,
            kind: 'event',
            action,
            protocol: '',
            attributes: attributes as Record<string, string>,
          }),
        );
  return [...found].sort().map(code).join(', ');
}

/** Each attribute's places: one line an attribute, however many objects of the schema take it. */
function places(rows: readonly { key: string; path: string }[]): string[][] {
  const byKey = Map.groupBy(rows, ({ key }) => key);
  return [...byKey]
    .filter(([key]) => !key.startsWith('$'))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, found]) => [
      code(key),
      [...new Set(found.map(({ path }) => path))].sort().map(code).join(', '),
    ]);
}

/** The tables of `docs/schemas.md`. */
export function schemaTables(): string {
  const named = new Map<string, string[]>();
  for (const [activity, sentence] of activityRules)
    named.set(activity, [...(named.get(activity) ?? []), sentence]);
  named.set('other', ['everything else']);
  const activities = [...named] as [keyof typeof eventTypes, string[]][];
  const classRows = [...common, ...Object.values(ocsfClasses).flatMap(({ shapes }) => shapes)];
  return [
    '### What an event is about',
    'The first row that holds decides.',
    '',
    ...table(
      ['the event is about', 'OCSF class', 'UDM event types'],
      activities.map(([activity, sentences]) => {
        const { uid, caption } = ocsfClasses[activity];
        const value =
          activity === 'registry'
            ? `; ${ocsfClasses.registryValue.uid} ${ocsfClasses.registryValue.caption} with a value`
            : '';
        return [sentences.join('; or '), `${uid} ${caption}${value}`, typesOf(activity)];
      }),
    ),
    '',
    '### Where OCSF’s attributes come from',
    'Objects that a class does not have are left out, and their keys stand in `unmapped`.',
    '',
    ...table(['canonical attribute', 'OCSF'], places(classRows.flatMap((shape) => rowsOf(shape)))),
    '',
    '### Where UDM’s fields come from',
    '',
    ...table(
      ['canonical attribute', 'UDM'],
      places(activities.flatMap(([activity]) => rowsOf(layoutOf(activity)))),
    ),
    '',
    '### What a UDM event type demands',
    'One of each group; without it the event is of the type in the last column.',
    '',
    ...table(
      ['event type', 'demands', 'otherwise'],
      demands.map(([pattern, needs, otherwise]) => [
        code(pattern.source.replaceAll('|', ' or ')),
        needs.map((paths) => paths.map(code).join(' or ')).join('; '),
        code(otherwise),
      ]),
    ),
    '',
    '### ECS',
    'Canonical attributes are named as in ECS, so the table is the identity: each of them is the field of its name, where',
    'ECS has one whose type the value fits. `event.module` is the connector, `event.severity` the canonical severity',
    'where the vendor gave none, `event.id` the vendor’s id or else the canonical one.',
    '',
  ].join('\n');
}

export function withSchemaTables(page: string): string {
  const [before, rest] = page.split(start);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error('docs/schemas.md has lost its markers');
  return `${before}${start}\n${schemaTables()}${end}${after}`;
}

/** Run with node, this writes the tables again after a mapping changed; a test compares the two. */
if (import.meta.main) {
  const page = new URL('../../docs/schemas.md', import.meta.url);
  writeFileSync(page, withSchemaTables(readFileSync(page, 'utf8')));
}
