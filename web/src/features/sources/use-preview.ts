import { useEffect, useState } from 'preact/hooks';
import { type AppError, toAppError } from '../../api/app-error.ts';
import type { Client } from '../../api/client.ts';
import { type Preview, previewReading, type Reading } from '../../api/source-reading.ts';

/** Long enough not to ask at every letter. */
const PAUSE_MS = 400;

export type Previewed = { preview: Preview | null; error: AppError | null; busy: boolean };

/** What the draft makes of the sample, asked again after every pause in typing; without a draft nothing is asked. */
export function usePreview(
  client: Client,
  sourceId: string,
  reading: Reading | null,
  raw: string,
): Previewed {
  const [told, setTold] = useState<Omit<Previewed, 'busy'>>({ preview: null, error: null });
  const [busy, setBusy] = useState(false);
  const asked = reading === null ? null : JSON.stringify({ ...reading, raw });
  useEffect(() => {
    if (asked === null) return;
    const abort = new AbortController();
    const show = (next: Omit<Previewed, 'busy'>) => {
      if (abort.signal.aborted) return;
      setTold(next);
      setBusy(false);
    };
    setBusy(true);
    const timer = setTimeout(() => {
      previewReading(client, sourceId, JSON.parse(asked) as Reading & { raw: string }, abort.signal).then(
        (preview) => show({ preview, error: null }),
        (reason: unknown) => show({ preview: null, error: toAppError(reason) }),
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, sourceId, asked]);
  return { ...told, busy };
}
