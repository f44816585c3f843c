import { useEffect, useId, useState } from 'preact/hooks';
import { toAppError } from '../../../api/app-error.ts';
import { checkCustomerCode } from '../../../api/onboarding.ts';
import { useApp } from '../../../app/app-context.ts';
import { proposeCode } from '../answers.ts';

/** Long enough not to ask at every letter. */
const PAUSE_MS = 300;

type Props = {
  /** The code of a customer that has one: it never changes. */
  fixed: string | null;
  organization: string;
  /** The code once it is known to be free, null before. */
  onCode(code: string | null): void;
};

type Told = { code: string; free: boolean; text: string };

/** Proposed from the name until somebody types another; checked while typing. */
export function CodeField({ fixed, organization, onCode }: Props) {
  const { platform } = useApp();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const code = fixed ?? typed ?? proposeCode(organization);

  useEffect(() => {
    if (fixed !== null) return;
    onCode(null);
    setTold(null);
    if (code === '') return;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      checkCustomerCode(platform, code, abort.signal).then(
        ({ free, reason }) => {
          setTold({ code, free, text: free ? `${code} is free.` : (reason ?? 'This code is taken.') });
          if (free) onCode(code);
        },
        (reason: unknown) => {
          if (!abort.signal.aborted) setTold({ code, free: false, text: toAppError(reason).message });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [code, fixed]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset per single control would be noise
    <div class="field" role="group" aria-describedby={id}>
      <label>
        <span class="field-label">Customer code</span>
        <input
          required
          readOnly={fixed !== null}
          value={code}
          maxLength={16}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-invalid={told !== null && !told.free}
          onInput={(event) => setTyped(event.currentTarget.value.toLowerCase())}
        />
      </label>
      <small id={id} class={told && !told.free ? 'hint hint-bad' : 'hint'} aria-live="polite">
        {fixed !== null && 'Used in every name, so it never changes.'}
        {fixed === null && (told?.text ?? 'Short, used in every name, and never changed later.')}
      </small>
    </div>
  );
}
