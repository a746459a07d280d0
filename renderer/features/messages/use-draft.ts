import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import type { Quoted } from '#shared/contract/domain/message.ts';
import { useDashboard, useNode } from '../../state/context.tsx';
import { DraftSaver } from './draft-saver.ts';
import { holdKept, ofThread } from './files-to-send.ts';

export interface WrittenDraft {
  readonly text: string;
  /** The message that it answers. */
  readonly quoted: Quoted | null;
}

const NOTHING: WrittenDraft = { text: '', quoted: null };

export interface DraftInHand {
  readonly draft: WrittenDraft;
  /** False while the node is asked for one that it has: typing would be in its way. */
  readonly isReady: boolean;
  /** What is typed now; the node keeps it. */
  readonly change: (draft: WrittenDraft) => void;
  /**
   * Takes it out of the field to be sent: the node, which has all of it now, drops it in the moment in which it stores
   * the message.
   */
  readonly take: () => WrittenDraft;
  /** As it is now, also between two renderings. */
  readonly current: () => WrittenDraft;
}

/** What was begun in a conversation, as its node keeps it. */
export function useDraft(thread: string, field: RefObject<HTMLElement | null>): DraftInHand {
  const dashboard = useDashboard();
  const kept = useNode((node) => node.threads.find((one) => one.id === thread)?.draft ?? '');
  const [draft, setDraft] = useState(NOTHING);
  const [isReady, setReady] = useState(kept === '');
  const now = useRef(draft);
  const saver = useRef<DraftSaver<WrittenDraft> | null>(null);
  const show = useCallback((next: WrittenDraft) => {
    now.current = next;
    setDraft(next);
  }, []);

  useEffect(() => {
    const mine = new DraftSaver<WrittenDraft>(
      ({ text, quoted }) =>
        void dashboard.call('messages.keepDraft', { thread, text, reply: quoted?.id ?? null }),
    );
    saver.current = mine;
    const flush = () => mine.flush();
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [dashboard, thread]);

  const load = useCallback(async () => {
    const before = now.current;
    const filesBefore = ofThread(thread);
    const answer = await dashboard.call('messages.draft', { thread });
    // Who has typed meanwhile is ahead of what was kept.
    if (answer.ok && now.current === before) show({ text: answer.value.text, quoted: answer.value.quoted });
    if (answer.ok) holdKept(thread, answer.value.files, filesBefore);
    setReady(true);
  }, [dashboard, thread, show]);

  useEffect(() => void load(), [load]);

  // It was written on, or sent, from another window.
  useEffect(() => {
    const { text } = now.current;
    const isSame = kept === '' ? text === '' : text.startsWith(kept);
    if (!isSame && saver.current?.isAtRest && document.activeElement !== field.current) void load();
  }, [kept, load, field]);

  const change = useCallback(
    (next: WrittenDraft) => {
      show(next);
      saver.current?.change(next);
    },
    [show],
  );
  const current = useCallback(() => now.current, []);

  return {
    draft,
    isReady,
    change,
    current,
    take: () => {
      const taken = now.current;
      saver.current?.change(taken);
      saver.current?.flush();
      show(NOTHING);
      return taken;
    },
  };
}
