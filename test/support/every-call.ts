import type { Fault, Recorded } from '../standins/faults.ts';

/** The n-th of the equal calls of a run: the same in every run, whatever runs beside it. */
export type NthCall = { vendor: string; method: string; path: string; at: number };

export function everyCall(calls: readonly Recorded[]): NthCall[] {
  const seen = new Map<string, number>();
  return calls.map(({ vendor, method, path }) => {
    const key = `${vendor} ${method} ${path}`;
    const at = (seen.get(key) ?? 0) + 1;
    seen.set(key, at);
    return { vendor, method, path, at };
  });
}

const literal = (path: string): string => path.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The same call may name an id that differs between runs of different resources, so ids match any id. */
const pattern = (path: string): string => `^${literal(path).replaceAll(/6{10,}[0-9a-f]+/g, '[0-9a-f]{24}')}$`;

const kinds = ['timeout', 'reset', '500', '401', '409', '429'] as const;

/** Every way in which this call can go wrong. A read has no effect, so for it there is no "after". */
export function faultsAt(call: NthCall): Fault[] {
  const moments = call.method === 'GET' ? (['before'] as const) : (['before', 'after'] as const);
  return kinds.flatMap((kind) =>
    moments.map((moment): Fault => ({ ...call, path: pattern(call.path), kind, moment })),
  );
}

export const told = ({ vendor, method, path, at, kind, moment }: Fault): string =>
  `${kind} ${moment} ${vendor} ${method} ${path} (${at})`;
