import { useEffect, useRef, useState } from 'react';

const AT_MOST_EVERY_MS = 10_000;

/** What readers are told: the newest sentence, at most once in ten seconds. */
export function useSpoken(sentence: string): string {
  const [spoken, setSpoken] = useState(sentence);
  const lastMs = useRef(0);
  useEffect(() => {
    const wait = Math.max(0, lastMs.current + AT_MOST_EVERY_MS - Date.now());
    const timer = setTimeout(() => {
      lastMs.current = Date.now();
      setSpoken(sentence);
    }, wait);
    return () => clearTimeout(timer);
  }, [sentence]);
  return spoken;
}
