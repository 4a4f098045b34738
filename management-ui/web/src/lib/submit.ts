// What a form does when it is sent: one thing at a time, and what went wrong stays until it is tried again.
import { type FormEvent, useState } from 'react';

export interface Submit {
  busy: boolean;
  /** Null: none. */
  failure: unknown;
  /** @param after is done however it went */
  submit: (event: FormEvent, act: () => Promise<unknown>, after?: () => void) => Promise<void>;
}

export function useSubmit(): Submit {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const submit = async (event: FormEvent, act: () => Promise<unknown>, after?: () => void) => {
    event.preventDefault();
    setBusy(true);
    setFailure(null);
    try {
      await act();
    } catch (problem) {
      setFailure(problem);
    } finally {
      setBusy(false);
      after?.();
    }
  };
  return { busy, failure, submit };
}
