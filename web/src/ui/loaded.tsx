import type { ComponentChildren } from 'preact';
import { Failure, Loading } from './states.tsx';
import type { Resource } from './use-resource.ts';

type Props<T> = { what: string; of: Resource<T>; children(data: T): ComponentChildren };

/** What is loaded, or that it loads, or why it could not be. */
export function Loaded<T>({ what, of, children }: Props<T>) {
  if (of.data !== null) return <>{children(of.data)}</>;
  return of.error ? <Failure error={of.error} retry={of.reload} /> : <Loading what={what} />;
}
