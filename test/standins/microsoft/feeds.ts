import { json, type StandinAnswer, type StandinRequest } from '../standin.ts';
import { armError } from './world.ts';

type Entry = Readonly<Record<string, unknown>>;

const timeOf = (entry: Entry, path: string): string =>
  String(path.split('/').reduce<unknown>((value, part) => (value as Entry | undefined)?.[part], entry) ?? '');

/**
 * A list of Graph or Azure that is filtered by one time (`<time> ge …`) and paged by a link with a `$skiptoken`. Graph's
 * come newest first and know no order; Azure's are ordered when asked to.
 */
export function pagedByTime(
  entries: readonly Entry[],
  request: StandinRequest,
  own: { base: string; time: string; link: string; ordered: boolean },
): StandinAnswer {
  const { query } = request;
  const filter = query.get('$filter') ?? '';
  const [, field, since = ''] = /^(\S+) ge (\S+)$/.exec(filter) ?? [];
  const top = Number(query.get('$top') ?? '100');
  if (field !== own.time || Number.isNaN(Date.parse(since)))
    return armError(400, 'BadRequest', `Invalid filter clause: ${filter}`);
  if (!Number.isInteger(top) || top < 1 || top > 1_000)
    return armError(400, 'BadRequest', 'Invalid page size specified.');
  const order = query.get('$orderby');
  if (order !== null && !(own.ordered && order === `${own.time} asc`))
    return armError(400, 'BadRequest', `Ordering by ${order} is not supported.`);
  const skip = Number(query.get('$skiptoken') ?? '0');
  if (!Number.isInteger(skip)) return armError(400, 'BadRequest', 'Skip token is not valid.');
  const ascending = entries
    .filter((entry) => Date.parse(timeOf(entry, own.time)) >= Date.parse(since))
    .sort((one, other) => timeOf(one, own.time).localeCompare(timeOf(other, own.time)));
  const found = order === null ? ascending.reverse() : ascending;
  const page = found.slice(skip, skip + top);
  if (skip + page.length >= found.length) return json(200, { value: page });
  const next = new URLSearchParams(query);
  next.set('$skiptoken', String(skip + page.length));
  const link = `http://${request.headers.host}${own.base}${request.path}?${next}`;
  return json(200, { value: page, [own.link]: link });
}
