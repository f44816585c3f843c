import type { ComponentChildren } from 'preact';
import type { AppError } from '../api/app-error.ts';

export function Loading({ what }: { what: string }) {
  return (
    <div class="state" role="status">
      <span class="spinner" aria-hidden="true" />
      <p>Loading {what}…</p>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="state">
      <p class="state-title">{title}</p>
      {children}
    </div>
  );
}

/** What went wrong, what the API calls the request, and a way to try again. */
export function Failure({ error, retry }: { error: AppError; retry?: (() => void) | undefined }) {
  return (
    <div class="state state-error" role="alert">
      <p class="state-title">{error.status === 404 ? 'Not found' : error.message}</p>
      {error.status === 404 && <p>{error.message}</p>}
      {error.requestId && (
        <p class="muted">
          Request <code>{error.requestId}</code>
        </p>
      )}
      {retry && error.status !== 404 && (
        <button type="button" class="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

/** The error of one change, beside the control that made it. */
export function ActionError({ error, reload }: { error: AppError | null; reload?: () => void }) {
  if (!error) return null;
  const conflict = error.code === 'version_conflict' && reload !== undefined;
  return (
    <div class="form-error" role="alert">
      <span>
        {conflict
          ? 'This was changed by somebody else meanwhile. Reload to see it, then change it again.'
          : error.message}
      </span>
      {error.requestId && !conflict && <code class="request-id">{error.requestId}</code>}
      {conflict && (
        <button type="button" class="button small" onClick={reload}>
          Reload
        </button>
      )}
    </div>
  );
}
