import type { ComponentChildren } from 'preact';
import { Empty, Failure, Loading } from './states.tsx';
import type { Pages } from './use-pages.ts';

type Props<T> = {
  what: string;
  pages: Pages<T>;
  empty: { title: string; text: ComponentChildren };
  children(items: T[]): ComponentChildren;
};

/** The four states of a list: loading, failed, empty, and its rows with a way to more of them. */
export function ListView<T>({ what, pages, empty, children }: Props<T>) {
  const { items, error } = pages;
  if (items === null) return error ? <Failure error={error} retry={pages.reload} /> : <Loading what={what} />;
  if (items.length === 0 && !error) return <Empty title={empty.title}>{empty.text}</Empty>;
  return (
    <>
      {children(items)}
      {error && <Failure error={error} retry={pages.more ? pages.loadMore : pages.reload} />}
      {pages.more && !error && (
        <div class="load-more">
          <button type="button" class="button" disabled={pages.loading} onClick={pages.loadMore}>
            {pages.loading ? 'Loading…' : `Load more ${what}`}
          </button>
        </div>
      )}
    </>
  );
}
