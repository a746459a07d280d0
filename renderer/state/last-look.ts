import { useEffect, useState } from 'react';

const KEY = 'ghoststack.lastLookMs';

function read(): number | null {
  const value = Number(localStorage.getItem(KEY));
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** When Overview was last left, as it was on opening it; null the first time. Leaving it writes the new time. */
export function useLastLook(): number | null {
  const [lastLookMs] = useState(read);
  useEffect(() => {
    const write = () => localStorage.setItem(KEY, String(Date.now()));
    const onHide = () => {
      if (document.visibilityState === 'hidden') write();
    };
    document.addEventListener('visibilitychange', onHide);
    window.addEventListener('pagehide', write);
    return () => {
      document.removeEventListener('visibilitychange', onHide);
      window.removeEventListener('pagehide', write);
      write();
    };
  }, []);
  return lastLookMs;
}
