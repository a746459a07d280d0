import { create } from 'zustand';

const KEY = 'ghoststack.readNews';
/** Older ones are forgotten: nothing of them is shown any more. */
const KEPT = 64;

function read(): readonly string[] {
  try {
    const held: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(held) ? held.filter((one) => typeof one === 'string') : [];
  } catch {
    return [];
  }
}

const useReadNews = create<{ readonly keys: readonly string[] }>(() => ({ keys: read() }));

/** Whether news was put away in this window: what happened while nobody looked stays until then. */
export function useIsRead(): (key: string) => boolean {
  const keys = useReadNews((state) => state.keys);
  return (key) => keys.includes(key);
}

export function markRead(key: string): void {
  const keys = [...useReadNews.getState().keys.filter((one) => one !== key), key].slice(-KEPT);
  localStorage.setItem(KEY, JSON.stringify(keys));
  useReadNews.setState({ keys });
}
