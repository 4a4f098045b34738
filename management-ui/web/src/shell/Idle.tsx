// Pages ask by themselves, which would keep a session alive for ever at a desk that was left. What counts is the person.
import { useEffect, useRef, useState } from 'react';
import { useSession } from '../lib/roles';
import { Dialog } from '../parts/Dialog';

const WARNING_MS = 60_000;
const SIGNS = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

export function Idle({ onEnd }: { onEnd: (why: string) => void }) {
  const { idleMinutes } = useSession();
  const usedAt = useRef(Date.now());
  const [warned, setWarned] = useState(false);
  useEffect(() => {
    const used = () => {
      usedAt.current = Date.now();
    };
    SIGNS.forEach((sign) => window.addEventListener(sign, used, { passive: true }));
    const timer = setInterval(() => {
      const idle = Date.now() - usedAt.current;
      const longest = idleMinutes * 60_000;
      setWarned(idle > longest - WARNING_MS);
      if (idle > longest) {
        clearInterval(timer);
        onEnd(`You were logged out after ${idleMinutes} minutes without use.`);
      }
    }, 5000);
    return () => {
      clearInterval(timer);
      SIGNS.forEach((sign) => window.removeEventListener(sign, used));
    };
  }, [idleMinutes, onEnd]);
  const stay = () => {
    usedAt.current = Date.now();
    setWarned(false);
  };
  return warned ? (
    <Dialog title="Still there?" onClose={stay}>
      <p>You will be logged out in a minute.</p>
      <div className="actions dialog-actions">
        <button type="button" className="button button-main" data-first onClick={stay}>
          Stay
        </button>
      </div>
    </Dialog>
  ) : null;
}
