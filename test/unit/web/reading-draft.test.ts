import { describe, expect, it } from 'vitest';
import { settingIssues } from '#shared/connectors/source-settings.ts';
import {
  draftOf,
  newRow,
  problemsOf,
  readingOf,
  scalarOf,
  scalarText,
} from '../../../web/src/features/sources/reading-draft.ts';

const form = {
  settings: [
    { name: 'timezone', label: '', help: '', form: 'text' as const, example: '' },
    { name: 'mapping', label: '', help: '', form: 'json' as const, example: [] },
  ],
  mapping: { targets: [], converters: [], categories: [], time_formats: '' },
};

describe('a draft of how a source is read', () => {
  it('gives back exactly what is stored, whatever its values are made of', () => {
    const values = {
      timezone: 'Europe/Berlin',
      mapping: [
        { from: 'cli_addr', to: 'source.ip', as: 'ip', required: true },
        { from: 'when', to: 'timestamp', format: 'dd.MM.yyyy HH:mm:ss' },
        { from: 'lvl', to: 'severity', values: { crit: 9, 'a = b': 4, '': 2 }, otherwise: 1 },
        { from: 'ok', to: ['event.outcome', 'labels.ok'], values: { 1: 'success', no: '42', yes: true } },
        { from: 'said', to: 'message', values: { hi: ' "quoted" ', ho: 'true' }, otherwise: 'x=y' },
      ],
    };
    expect(settingIssues('generic', values)).toEqual([]);
    expect(readingOf(draftOf({ connector: 'generic', values }), form)).toEqual({
      connector: 'generic',
      settings: values,
    });
  });

  it('sends neither what was left empty nor what the connector does not know', () => {
    const draft = { connector: 'okta', texts: { timezone: ' ', gone: 'x' }, rows: [newRow(1)] };
    expect(readingOf(draft, form)).toEqual({ connector: 'okta', settings: {} });
    const row = { ...newRow(1, 'a'), to: 'user.name' };
    expect(readingOf({ ...draft, rows: [row] }, { ...form, mapping: null }).settings).toEqual({});
  });

  it('shows each problem at its own row, rows left empty not counted', () => {
    const rows = [newRow(7), { ...newRow(8, 'a'), to: 'user.name' }, { ...newRow(9, 'b'), to: 'usr.name' }];
    const { settings } = readingOf({ connector: 'generic', texts: { timezone: 'Mars' }, rows }, form);
    const problems = problemsOf(settingIssues('generic', settings), rows);
    expect([...problems.rows]).toEqual([[9, ['to is no canonical key: did you mean user.name?']]]);
    expect([...problems.settings.keys()]).toEqual(['timezone']);
  });

  it.each([
    ['9', 9],
    ['-1.5', -1.5],
    ['true', true],
    ['"9"', '9'],
    ['0123', '0123'],
    ['1234567890123456789', '1234567890123456789'],
    ['two words', 'two words'],
    ['"torn', '"torn'],
  ])('reads %s as it looks, and writes it so that it is read the same', (text, value) => {
    expect(scalarOf(text)).toBe(value);
    expect(scalarOf(scalarText(value))).toBe(value);
  });
});
