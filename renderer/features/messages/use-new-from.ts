import { useEffect, useState } from 'react';
import { useNode } from '../../state/context.tsx';

/**
 * The number from which on messages are new to whoever looks at a conversation: it stays while they do, although all
 * is read then. What comes while nobody looks is new again; what comes before the eyes is not.
 */
export function useNewFrom(thread: string): number | null {
  const unreadFrom = useNode((node) => node.threads.find((one) => one.id === thread)?.unreadFrom ?? null);
  const [newFrom, setNewFrom] = useState(unreadFrom);
  useEffect(() => {
    if (unreadFrom !== null && document.visibilityState !== 'visible') setNewFrom(unreadFrom);
  }, [unreadFrom]);
  return newFrom;
}
