import type { AppError } from '../api/app-error.ts';
import { Empty, Failure } from './states.tsx';

/** A part of the API that this cell does not have yet is said as such; anything else is a failure. */
export function NotThere({ what, error, retry }: { what: string; error: AppError; retry(): void }) {
  if (error.status !== 404) return <Failure error={error} retry={retry} />;
  return (
    <Empty title={`${what}: not available in this cell yet.`}>
      <p>Go on without it, and come back after the operator's next update.</p>
    </Empty>
  );
}
