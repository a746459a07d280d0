import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of an element in CSS pixels, for a drawing that keeps the size of its letters; `start` until measured. */
export function useWidth(element: RefObject<HTMLElement | null>, start: number): number {
  const [width, setWidth] = useState(start);
  useLayoutEffect(() => {
    const target = element.current;
    if (!target) return;
    const measure = () => setWidth(Math.round(target.clientWidth) || start);
    measure();
    const watch = new ResizeObserver(measure);
    watch.observe(target);
    return () => watch.disconnect();
  }, [element, start]);
  return width;
}
