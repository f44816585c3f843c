import { type Cell, cells } from '../config.ts';
import { costPerGb, idleCost, type Line, total, workload } from './model.ts';
import { pricesAsOf } from './prices.ts';

export const tableStart = '<!-- cost: written by node infra/cost/write-table.ts -->';
export const tableEnd = '<!-- /cost -->';

const exampleGbPerDay = [1, 10, 100];
const DAYS = 30;

const dollars = (amount: number, digits: number): string => `$${amount.toFixed(digits)}`;

/** A Markdown table as the formatter writes it: first column to the left, numbers to the right. */
function markdown(rows: readonly (readonly string[])[]): string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    `| ${widths.map((width, i) => (i === 0 ? (row[i] ?? '').padEnd(width) : (row[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(head), line(rule), ...rows.slice(1).map(line)];
}

function lines(columns: readonly Line[][], digits: number): string[][] {
  const [first = []] = columns;
  return [
    ...first.map(({ item }, i) => [
      item,
      ...columns.map((column) => dollars(column[i]?.dollars ?? 0, digits)),
    ]),
    ['**together**', ...columns.map((column) => `**${dollars(total(column), digits)}**`)],
  ];
}

/** The cost tables of `docs/aws.md`, for every cell that lives in AWS. */
export function costTables(): string {
  const inAws = cells.filter(({ stage }) => stage !== 'local');
  const names = inAws.map(({ stage, region }) => `${stage} ${region}`);
  const monthly = (cell: Cell, gbPerDay: number) =>
    total(idleCost(cell)) + gbPerDay * DAYS * total(costPerGb(cell));
  const examples = exampleGbPerDay.map((gb) => [
    `${gb} GB a day`,
    ...inAws.map((cell) => dollars(monthly(cell, gb), 0)),
  ]);
  return [
    '',
    `Prices as of ${pricesAsOf}. Assumed: events of ${workload.eventBytes} bytes, ${workload.eventsPerRequest} in a request,`,
    `${workload.windowed * 100} % of them in a correlation, ${workload.alertsPerMillion} alerts for a million, archive kept ${workload.archiveDays} days,`,
    `${workload.users} people at work. All in US dollars.`,
    '',
    ...markdown([['a month, idle', ...names], ...lines(inAws.map(idleCost), 2)]),
    '',
    ...markdown([['a GB of raw events', ...names], ...lines(inAws.map(costPerGb), 3)]),
    '',
    ...markdown([['a month in all', ...names], ...examples]),
    '',
  ].join('\n');
}

/** The page with its tables brought up to date. @throws Error when the page has lost its marks. */
export function withTables(page: string): string {
  const start = page.indexOf(tableStart);
  const end = page.indexOf(tableEnd);
  if (start < 0 || end < start) throw new Error(`docs/aws.md needs the lines ${tableStart} and ${tableEnd}.`);
  return `${page.slice(0, start + tableStart.length)}\n${costTables()}\n${page.slice(end)}`;
}
