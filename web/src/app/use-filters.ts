import { navigate, usePlace } from './router.ts';

/** A path with the filters that are set; an empty one leaves no trace in the address. */
export function filterPath(path: string, filters: Readonly<Record<string, string>>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value !== '') params.set(name, value);
  const search = params.toString();
  return search ? `${path}?${search}` : path;
}

export type Filters<K extends string> = {
  values: Readonly<Record<K, string>>;
  set(name: K, value: string): void;
  clear(): void;
  any: boolean;
};

/** Filters live in the address: they survive reload, can be sent to a colleague, and Back works. */
export function useFilters<K extends string>(names: readonly K[]): Filters<K> {
  const { path, search } = usePlace();
  const params = new URLSearchParams(search);
  const values = Object.fromEntries(names.map((name) => [name, params.get(name) ?? ''])) as Record<K, string>;
  return {
    values,
    set: (name, value) => navigate(filterPath(path, { ...values, [name]: value }), { replace: true }),
    clear: () => navigate(path, { replace: true }),
    any: Object.values(values).some((value) => value !== ''),
  };
}
