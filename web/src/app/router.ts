import { useEffect, useState } from 'preact/hooks';

export type Route =
  | { page: (typeof lists)[number] | 'unknown' }
  | { page: (typeof details)[keyof typeof details] | 'source-reading'; id: string };

const lists = [
  'alerts',
  'cases',
  'tenants',
  'sources',
  'dashboards',
  'reports',
  'audit',
  'onboarding',
  'checklist',
] as const;
const details = {
  alerts: 'alert',
  cases: 'case',
  tenants: 'tenant',
  sources: 'source',
  dashboards: 'dashboard',
} as const;

/** The page that a path names. `/` is the alerts. */
export function matchRoute(path: string): Route {
  const [first = '', id, ...rest] = path.split('/').filter((part) => part !== '');
  if (first === '' || (first === 'sign-in' && id === 'callback')) return { page: 'alerts' };
  const list = lists.find((name) => name === first);
  const reading = list === 'sources' && rest.length === 1 && rest[0] === 'reading';
  if (!list || (rest.length > 0 && !reading)) return { page: 'unknown' };
  if (id === undefined) return { page: list };
  if (!(list in details)) return { page: 'unknown' };
  const page = reading ? 'source-reading' : details[list as keyof typeof details];
  try {
    return { page, id: decodeURIComponent(id) };
  } catch {
    return { page: 'unknown' };
  }
}

export type Place = { path: string; search: string };

const MOVED = 'gatehouse:moved';

/** Goes to another page of this app. `replace` leaves no step in the history, as for a changed filter. */
export function navigate(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(history.state, '', to);
  else history.pushState({ moved: true }, '', to);
  window.dispatchEvent(new Event(MOVED));
  if (!replace) window.scrollTo(0, 0);
}

/** True when the page was reached from inside the app and not by its address. */
export function arrivedByLink(): boolean {
  return (history.state as { moved?: boolean } | null)?.moved === true;
}

function here(): Place {
  return { path: location.pathname, search: location.search };
}

export function usePlace(): Place {
  const [place, setPlace] = useState(here);
  useEffect(() => {
    const update = () => setPlace(here());
    window.addEventListener('popstate', update);
    window.addEventListener(MOVED, update);
    return () => {
      window.removeEventListener('popstate', update);
      window.removeEventListener(MOVED, update);
    };
  }, []);
  return place;
}

/** Whether a click on a link stays in this app; new tabs, downloads and other sites are the browser's. */
export function staysHere(event: MouseEvent, link: HTMLAnchorElement, origin: string): boolean {
  if (event.defaultPrevented || event.button !== 0) return false;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return false;
  if (link.target !== '' || link.hasAttribute('download')) return false;
  return link.origin === origin && !link.getAttribute('href')?.startsWith('#');
}

/** Plain `<a href>` everywhere: this turns their clicks into moves inside the page. */
export function useLinks(): void {
  useEffect(() => {
    const click = (event: MouseEvent) => {
      const link = (event.target as Element | null)?.closest('a');
      if (!link || !staysHere(event, link, location.origin)) return;
      event.preventDefault();
      navigate(link.pathname + link.search);
    };
    document.addEventListener('click', click);
    return () => document.removeEventListener('click', click);
  }, []);
}
