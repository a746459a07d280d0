import type { Message } from '#shared/contract/domain/message.ts';

const WINDOW_MS = 60 * 60 * 1000;
/** So many turns, one after the other, are a conversation that nobody has. */
export const ECHO_TURNS = 4;

/**
 * Whether agents answer each other: the newest four messages of a conversation are of the last hour, all by agents, the
 * own one's and others' in turn, and none by a person between them. It is over when a person writes, or the hour is.
 *
 * @param newest at least four messages, the newest last
 */
export function isEcho(
  newest: readonly Pick<Message, 'createdAtMs' | 'agent' | 'direction'>[],
  nowMs: number,
): boolean {
  const turns = newest.slice(-ECHO_TURNS);
  return (
    turns.length === ECHO_TURNS &&
    turns.every(
      ({ agent, createdAtMs, direction }, index) =>
        agent !== undefined &&
        Math.abs(nowMs - createdAtMs) < WINDOW_MS &&
        direction !== turns[index - 1]?.direction,
    )
  );
}
