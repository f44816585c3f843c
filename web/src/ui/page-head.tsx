import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { arrivedByLink } from '../app/router.ts';

type Props = { title: string; sub?: ComponentChildren; children?: ComponentChildren };

/** The page's heading: names the tab, and takes focus on arrival so that the keyboard starts there. */
export function PageHead({ title, sub, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Gatehouse`;
  }, [title]);
  useEffect(() => {
    if (arrivedByLink()) heading.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header class="page-head">
      <div class="page-title">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {sub && <div class="page-sub">{sub}</div>}
      </div>
      {children && <div class="actions">{children}</div>}
    </header>
  );
}
