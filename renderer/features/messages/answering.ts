import { useEffect } from 'react';
import type { Message, Quoted } from '#shared/contract/domain/message.ts';

interface Asked {
  readonly thread: string;
  readonly quoted: Quoted;
}

const listeners = new Set<(asked: Asked) => void>();

/** Has the field of its conversation, which is open, answer a message. */
export function answer({ id, number, senderDid, text, thread }: Message): void {
  for (const listener of listeners) listener({ thread, quoted: { id, number, senderDid, text, file: null } });
}

/** What is to be answered in a conversation. */
export function useAnswering(thread: string, heard: (quoted: Quoted) => void): void {
  useEffect(() => {
    const listener = (asked: Asked) => {
      if (asked.thread === thread) heard(asked.quoted);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, [thread, heard]);
}
