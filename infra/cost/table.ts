import { type Cell, cells } from '../config.ts';
import { costPerGb, idleCost, type Line, total, workload } from './model.ts';
import { pricesAsOf } from './prices.ts';

export const tableStart = '<!-- cost: written by node infra/cost/write-table.ts -->';
export const tableEnd = '<!-- /cost -->';

const exampleGbPerDay = [1, 10, 100];
const DAYS = 30;

const dollars = (amount: number, digits: number): string => `$${amount.toFixed(digits)}`;

function rows(columns: readonly Line[][], digits: number): string[] {
  const [first = []] = columns;
  const lines = first.map(
    ({ item }, index) =>
      `| ${item} | ${columns.map((column) => dollars(column[index]?.dollars ?? 0, digits)).join(' | ')} |`,
  );
  return [
    ...lines,
    `| **together** | ${columns.map((column) => `**${dollars(total(column), digits)}**`).join(' | ')} |`,
  ];
}

/** The cost tables of `docs/aws.md`, for every cell that lives in AWS. */
export function costTables(): string {
  const inAws = cells.filter(({ stage }) => stage !== 'local');
  const name = (cell: Cell) => `${cell.stage} ${cell.region}`;
  const head = (label: string) => [
    `| ${label} | ${inAws.map(name).join(' | ')} |`,
    `|---|${inAws.map(() => '---:').join('|')}|`,
  ];
  const monthly = (cell: Cell, gbPerDay: number) =>
    total(idleCost(cell)) + gbPerDay * DAYS * total(costPerGb(cell));
  const examples = exampleGbPerDay.map(
    (gb) => `| ${gb} GB a day | ${inAws.map((cell) => dollars(monthly(cell, gb), 0)).join(' | ')} |`,
  );
  return [
    `Prices as of ${pricesAsOf}. Assumed: events of ${workload.eventBytes} bytes, ${workload.eventsPerRequest} in a request,`,
    `${workload.windowed * 100} % of them in a correlation, ${workload.alertsPerMillion} alerts for a million, archive kept ${workload.archiveDays} days,`,
    `${workload.users} people at work. All in US dollars.`,
    '',
    ...head('a month, idle'),
    ...rows(inAws.map(idleCost), 2),
    '',
    ...head('a GB of raw events'),
    ...rows(inAws.map(costPerGb), 3),
    '',
    ...head('a month in all'),
    ...examples,
  ].join('\n');
}

/** The page with its tables brought up to date. @throws Error when the page has lost its marks. */
export function withTables(page: string): string {
  const start = page.indexOf(tableStart);
  const end = page.indexOf(tableEnd);
  if (start < 0 || end < start) throw new Error(`docs/aws.md needs the lines ${tableStart} and ${tableEnd}.`);
  return `${page.slice(0, start + tableStart.length)}\n${costTables()}\n${page.slice(end)}`;
}
