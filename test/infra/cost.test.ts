import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cells } from '../../infra/config.ts';
import { costPerGb, idleCost, inventory, total } from '../../infra/cost/model.ts';
import { withTables } from '../../infra/cost/table.ts';
import { root, synthesize } from './synthesized.ts';

const inAws = cells.filter(({ stage }) => stage !== 'local');

describe('the cost model', () => {
  it('counts what the templates hold', () => {
    const { ofType } = synthesize('prod', 'eu-west-1');
    expect(inventory).toEqual({
      alarms: ofType('AWS::CloudWatch::Alarm').length,
      keys: ofType('AWS::KMS::Key').length,
      streams: ofType('AWS::Kinesis::Stream').length,
    });
  });

  it.each(inAws)('knows every price that $stage in $region needs', (cell) => {
    for (const { dollars } of [...idleCost(cell), ...costPerGb(cell)]) {
      expect(dollars).toBeGreaterThan(0);
      expect(Number.isFinite(dollars)).toBe(true);
    }
  });

  it('makes a cell dearer with more nodes and with longer retention', () => {
    const [cell] = inAws.filter(({ streams }) => streams.mode === 'ON_DEMAND');
    if (!cell) throw new Error('no cell has streams on demand');
    const more = { ...cell, search: { ...cell.search, dataNodes: cell.search.dataNodes + 1 } };
    expect(total(idleCost(more))).toBeGreaterThan(total(idleCost(cell)));
    const longer = { ...cell, streamRetentionHours: cell.streamRetentionHours + 24 };
    expect(total(costPerGb(longer))).toBeGreaterThan(total(costPerGb(cell)));
  });

  it('says which price is missing for a region that nobody has priced', () => {
    const [cell] = inAws;
    if (!cell) throw new Error('there is no cell in AWS');
    expect(() => idleCost({ ...cell, region: 'mars-1' })).toThrow('no prices for mars-1');
  });
});

it('docs/aws.md shows the tables that the model computes (node infra/cost/write-table.ts writes them)', () => {
  const page = readFileSync(join(root, 'docs/aws.md'), 'utf8');
  expect(page).toBe(withTables(page));
});
