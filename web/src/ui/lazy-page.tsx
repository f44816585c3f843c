import type { FunctionComponent } from 'preact';
import { Loaded } from './loaded.tsx';
import { useResource } from './use-resource.ts';

/** A page whose script is fetched when it is first opened: what everybody loads stays small. */
export function lazyPage<P extends object>(load: () => Promise<FunctionComponent<P>>): FunctionComponent<P> {
  return function LazyPage(props: P) {
    const page = useResource(async () => ({ Page: await load() }), []);
    return (
      <Loaded what="the page" of={page}>
        {({ Page }) => <Page {...props} />}
      </Loaded>
    );
  };
}
