import {
  type Credentials,
  isBasic,
  match,
  type Standin,
  type StandinAnswer,
  type StandinRequest,
} from '../standin.ts';

/** A STIX object and when it was added to the collection. */
export type Added = { added: string; object: Readonly<Record<string, unknown>> };

export type TaxiiStandin = Standin & { add(...objects: Added[]): void };

const MEDIA_TYPE = 'application/taxii+json;version=2.1';

const answer = (status: number, body: unknown, headers = {}): StandinAnswer => ({
  status,
  body,
  headers: { 'content-type': MEDIA_TYPE, ...headers },
});
const problem = (status: number, title: string) => answer(status, { title, http_status: String(status) });

/**
 * One collection, `feed`, of a TAXII 2.1 server: Basic sign-in, the media type of the standard, objects in the order in
 * which they were added, `more` with `next`, and the times of a page in its headers. `page` is its largest page.
 */
export function taxiiStandin(credentials: Credentials, initial: readonly Added[] = []): TaxiiStandin {
  let objects: Added[] = [...initial];
  let largest = 100;
  let givesNext = true;

  function list({ query }: StandinRequest): StandinAnswer {
    const after = query.get('added_after');
    if (after !== null && Number.isNaN(Date.parse(after))) return problem(400, 'added_after is no timestamp');
    const asked = Number(query.get('limit') ?? largest);
    if (!Number.isInteger(asked) || asked < 1) return problem(400, 'limit is no positive number');
    const fitting = [...objects]
      .sort((one, other) => one.added.localeCompare(other.added))
      .filter(({ added }) => after === null || added > after);
    const next = query.get('next');
    const start = next === null ? 0 : Number(next);
    if (!Number.isInteger(start) || start > fitting.length) return problem(400, 'next is not known');
    const page = fitting.slice(start, start + Math.min(asked, largest));
    const more = start + page.length < fitting.length;
    const body = {
      ...(more ? { more, ...(givesNext ? { next: String(start + page.length) } : {}) } : {}),
      ...(page.length > 0 ? { objects: page.map(({ object }) => object) } : {}),
    };
    const first = page[0];
    const last = page.at(-1);
    if (first === undefined || last === undefined) return answer(200, body);
    return answer(200, body, {
      'x-taxii-date-added-first': first.added,
      'x-taxii-date-added-last': last.added,
    });
  }

  return {
    add: (...more) => void objects.push(...more),
    state: () => ({ objects }),
    reset(settings) {
      objects = Array.isArray(settings.objects) ? (settings.objects as Added[]) : [...initial];
      largest = typeof settings.page === 'number' ? settings.page : 100;
      givesNext = settings.gives_next !== false;
    },
    handle(request) {
      if (!isBasic(request, credentials)) return problem(401, 'Unauthorized');
      if (request.headers.accept !== MEDIA_TYPE) return problem(406, 'The media type is not supported');
      const found = match('/collections/{id}/objects/', request.path);
      if (found === null || found.id !== 'feed' || request.method !== 'GET')
        return problem(404, 'There is no such collection');
      return list(request);
    },
  };
}
