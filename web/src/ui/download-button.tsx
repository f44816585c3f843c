import { useApp } from '../app/app-context.ts';
import { ActionError } from './states.tsx';
import { useAction } from './use-action.ts';

type Props = { path: string; file: string; children: string; query?: Record<string, string | number> };

/** Fetches a file with the session's token, which a plain link could not carry, and hands it to the browser to keep. */
export function DownloadButton({ path, file, query = {}, children }: Props) {
  const { api } = useApp();
  const get = useAction(async () => {
    const url = URL.createObjectURL(await api.download(path, query));
    const link = document.createElement('a');
    link.href = url;
    link.download = file;
    link.click();
    URL.revokeObjectURL(url);
  });
  return (
    <>
      <button type="button" class="button" disabled={get.busy} onClick={() => void get.run()}>
        {children}
      </button>
      <ActionError error={get.error} />
    </>
  );
}
