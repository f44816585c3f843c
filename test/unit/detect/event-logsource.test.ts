import { expect, test } from 'vitest';
import { logsourceOf } from '#shared/detect/event-logsource.ts';
import type { CanonicalEvent } from '#shared/schema/event.ts';
import { buildEvent } from '../../support/builders/event.ts';

const sourceOf = (attributes: CanonicalEvent['attributes']) =>
  logsourceOf(buildEvent('acme', { category: 'endpoint', attributes }));

const onChannel = (channel: string, code: string, attributes: CanonicalEvent['attributes'] = {}) =>
  sourceOf({ 'winlog.channel': channel, 'event.code': code, ...attributes });

const SYSMON = 'Microsoft-Windows-Sysmon/Operational';

test.each([
  [SYSMON, '1', 'sysmon', ['process_creation']],
  [SYSMON, '13', 'sysmon', ['registry_event', 'registry_set']],
  [SYSMON, '16', 'sysmon', ['sysmon_status']],
  [SYSMON, '26', 'sysmon', ['file_delete_detected']],
  ['Security', '4688', 'security', ['process_creation']],
  ['Security', '4657', 'security', ['registry_event', 'registry_set']],
  ['PowerShellCore/Operational', '4104', 'powershell', ['ps_script']],
  ['Windows PowerShell', '800', 'powershell-classic', ['ps_classic_script']],
  ['Microsoft-Windows-Windows Defender/Operational', '1116', 'windefend', ['antivirus']],
  ['MSExchange Management', '1', 'msexchange-management', []],
])(
  'an event of the channel %s with id %s is of the service %s and of the categories %j',
  (channel, code, service, categories) => {
    const source = onChannel(channel, code);
    expect(source.product).toContain('windows');
    expect(source.service).toEqual([service]);
    expect(source.category).toEqual(['endpoint', ...categories]);
  },
);

test.each([
  ['a scheduled task that starts', 'Microsoft-Windows-TaskScheduler/Operational', '129', 'process', 'start'],
  ['a console of PowerShell', 'Microsoft-Windows-PowerShell/Operational', '40961', 'process', 'start'],
  ['a port that is bound', 'Security', '5158', 'network', 'connection'],
  ['a share that is opened', 'Security', '5140', 'file', 'access'],
])('%s has a category in ECS, and none in Sigma', (_, channel, code, category, type) => {
  const ecs = { 'event.category': [category], 'event.type': [type] };
  expect(onChannel(channel, code, ecs).category).toEqual(['endpoint']);
});

test.each([
  [['creation'], ['registry_event', 'registry_add']],
  [['deletion'], ['registry_event', 'registry_delete']],
  [['change'], ['registry_event', 'registry_add', 'registry_delete']],
])('Sysmon’s event 12 of the ECS type %j is of the categories %j', (types, categories) => {
  expect(onChannel(SYSMON, '12', { 'event.type': types }).category).toEqual(['endpoint', ...categories]);
});

test('what is no channel of Windows is told by its ECS category and type', () => {
  const started = { 'event.category': ['process'], 'event.type': ['start'] };
  expect(sourceOf({ ...started, 'host.os.type': 'linux' })).toMatchObject({
    product: expect.arrayContaining(['linux']),
    category: ['endpoint', 'process_creation'],
  });
});

test.each([
  [{ 'process.executable': 'C:\\Windows\\System32\\cmd.exe' }, ['windows']],
  [{ 'process.executable': '\\Device\\HarddiskVolume2\\a.exe' }, ['windows']],
  [{ 'registry.path': 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Acme' }, ['windows']],
  [{ 'process.executable': '/bin/zsh' }, ['linux', 'macos']],
  [{ 'process.executable': '/bin/zsh', 'host.os.type': 'macos' }, ['macos']],
  [{ 'process.executable': 'System' }, []],
])('a sensor’s event with %j is of the products %j', (attributes, products) => {
  expect(sourceOf(attributes).product).toEqual(['gatehouse', ...products]);
});

test('a source that is of a product already is not taken for another by its paths', () => {
  const event = buildEvent('acme', {
    source: { system: 'linux', integration: 'linux' },
    attributes: { 'process.executable': '/usr/sbin/sshd' },
  });
  expect(logsourceOf(event).product).toEqual(['gatehouse', 'linux']);
});
