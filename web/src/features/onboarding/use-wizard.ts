import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { type AppError, toAppError } from '../../api/app-error.ts';
import type { Client } from '../../api/client.ts';
import { type SavedWizard, saveWizard } from '../../api/onboarding.ts';
import { type Answers, readAnswers } from './answers.ts';

/** Long enough not to save at every letter. */
const PAUSE_MS = 800;

export const LAST_STEP = 6;

export type Wizard = {
  step: number;
  done: readonly number[];
  answers: Answers;
  /** `off` while there is no customer yet to save for. */
  saved: 'off' | 'yes' | 'saving' | 'no';
  error: AppError | null;
  update(patch: Partial<Answers>): void;
  goTo(step: number): void;
  /** Marks a step as done and goes to the one after it. */
  complete(step: number): void;
  /** Saves what is not saved yet. */
  flush(): Promise<void>;
};

type Held = { step: number; done: readonly number[]; answers: Answers };

/** Where somebody is in the wizard: kept here, and saved after every pause so that any device goes on from it. */
export function useWizard(client: Client, tenantId: string | null, start: SavedWizard | null): Wizard {
  const [held, setHeld] = useState<Held>(() => ({
    step: start?.current_step ?? 1,
    done: start?.done_steps ?? [],
    answers: readAnswers(start?.answers ?? {}),
  }));
  const [saved, setSaved] = useState<Wizard['saved']>(tenantId === null ? 'off' : 'yes');
  const [error, setError] = useState<AppError | null>(null);
  const latest = useRef(held);
  const version = useRef(start?.version ?? 0);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);

  const save = useCallback((): Promise<void> => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    if (tenantId === null) return Promise.resolve();
    setSaved('saving');
    queue.current = queue.current.then(async () => {
      const { step, done, answers } = latest.current;
      try {
        const body = { current_step: step, done_steps: [...done], answers, version: version.current };
        const answer = await saveWizard(client, tenantId, body);
        version.current = answer.version;
        setError(null);
        setSaved(latest.current.answers === answers && latest.current.step === step ? 'yes' : 'saving');
      } catch (reason) {
        setError(toAppError(reason));
        setSaved('no');
      }
    });
    return queue.current;
  }, [client, tenantId]);

  // What was typed last must not be lost when the page is left within the pause.
  useEffect(
    () => () => {
      if (timer.current !== null) void save();
    },
    [save],
  );

  const change = (next: Held, soon: boolean) => {
    latest.current = next;
    setHeld(next);
    if (timer.current !== null) clearTimeout(timer.current);
    if (soon) void save();
    else if (tenantId !== null) {
      setSaved('saving');
      timer.current = setTimeout(save, PAUSE_MS);
    }
  };
  return {
    ...held,
    saved,
    error,
    update: (patch) => {
      const { answers, ...rest } = latest.current;
      change({ ...rest, answers: { ...answers, ...patch } }, false);
    },
    goTo: (step) => change({ ...latest.current, step }, true),
    complete: (step) => {
      const done = [...new Set([...latest.current.done, step])].sort((a, b) => a - b);
      change({ ...latest.current, done, step: Math.min(step + 1, LAST_STEP) }, true);
    },
    flush: () => (timer.current === null ? queue.current : save()),
  };
}
