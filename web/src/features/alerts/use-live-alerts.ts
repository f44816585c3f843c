import { useEffect, useRef, useState } from 'preact/hooks';
import type { Alert } from '#shared/schema/alert.ts';
import { listAlerts } from '../../api/alerts.ts';
import { type AppError, toAppError } from '../../api/app-error.ts';
import { useApp } from '../../app/app-context.ts';
import { type Pages, usePages } from '../../ui/use-pages.ts';
import { usePolling } from '../../ui/use-polling.ts';
import { announcement, newAlerts } from './new-alerts.ts';
import { rangeStart } from './ranges.ts';

/** How old the shown list may get. */
const REFRESH_MS = 3_000;
/** How long a row stays marked as new. */
const MARK_MS = 20_000;

export type AlertFilters = { status: string; min_severity: string; range: string; q: string };

export type LiveAlerts = {
  pages: Pages<Alert>;
  fresh: ReadonlySet<string>;
  updatedAt: number | null;
  /** Why the last refresh failed; null while it works. */
  trouble: AppError | null;
};

/** The alerts that match, read again every few seconds unless `paused`; what comes in is marked and announced. */
export function useLiveAlerts(filters: AlertFilters, paused: boolean): LiveAlerts {
  const { api, announce } = useApp();
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [updatedAt, setUpdatedAt] = useState<number | null>(null);
  const [trouble, setTrouble] = useState<AppError | null>(null);
  const timers = useRef(new Set<ReturnType<typeof setTimeout>>());
  const { status, min_severity, range, q } = filters;
  const inputs = [api, status, min_severity, range, q];

  const read = (cursor: string | null, from: string | null, signal: AbortSignal) =>
    listAlerts(api, { status, min_severity, q, from, cursor, limit: 50 }, signal);
  // A cursor belongs to its filter, so all pages of one list keep the first one's start.
  const from = useRef<string | null>(null);
  const pages = usePages<Alert>(
    (cursor, signal) => {
      if (cursor === null) from.current = rangeStart(range, Date.now());
      return read(cursor, from.current, signal);
    },
    (alert) => alert.alert_id,
    inputs,
  );

  const items = useRef(pages.items);
  items.current = pages.items;
  useEffect(() => {
    if (pages.items) setUpdatedAt(Date.now());
  }, [pages.items === null]);

  useEffect(() => {
    const pending = timers.current;
    return () => {
      for (const timer of pending) clearTimeout(timer);
    };
  }, []);

  function mark(alerts: readonly Alert[]): void {
    const ids = alerts.map((alert) => alert.alert_id);
    setFresh((shown) => new Set([...shown, ...ids]));
    const timer = setTimeout(() => {
      timers.current.delete(timer);
      setFresh((shown) => new Set([...shown].filter((id) => !ids.includes(id))));
    }, MARK_MS);
    timers.current.add(timer);
  }

  usePolling(
    async (signal) => {
      if (items.current === null) return;
      try {
        const page = await read(null, from.current, signal);
        if (signal.aborted) return;
        const arrived = newAlerts(items.current, page.items);
        pages.refresh(page);
        if (arrived.length > 0) {
          mark(arrived);
          announce(announcement(arrived));
        }
        setTrouble(null);
        setUpdatedAt(Date.now());
      } catch (error) {
        if (!signal.aborted) setTrouble(toAppError(error));
      }
    },
    paused ? 0 : REFRESH_MS,
    inputs,
  );

  return { pages, fresh, updatedAt, trouble };
}
