import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/**
 * How many steps a box takes until its content is no wider than it is, at most `most`: found anew for each width, and
 * further while content grows. All steps are taken before anything is painted.
 */
export function useFitting(box: RefObject<HTMLElement | null>, most: number): number {
  const [fit, setFit] = useState({ width: 0, steps: 0 });
  const limit = useRef(most);
  limit.current = most;

  useLayoutEffect(() => {
    const element = box.current;
    if (element && fit.steps < most && isTooWide(element)) setFit({ ...fit, steps: fit.steps + 1 });
  });

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      const width = element.clientWidth;
      const tooWide = isTooWide(element);
      setFit((old) => {
        if (old.width !== width) return { width, steps: 0 };
        return tooWide && old.steps < limit.current ? { width, steps: old.steps + 1 } : old;
      });
    };
    const resized = new ResizeObserver(look);
    resized.observe(element);
    // Content that grows without a render of its box, as by a font that came late.
    for (const child of element.children) resized.observe(child);
    return () => resized.disconnect();
  }, [box]);

  return Math.min(fit.steps, most);
}

function isTooWide(element: HTMLElement): boolean {
  return element.scrollWidth > element.clientWidth;
}
