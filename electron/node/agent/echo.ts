import type { Message } from '#shared/contract/domain/message.ts';

const WINDOW_MS = 60 * 60 * 1000;
/** So many in a row are a conversation that nobody has. */
export const ECHO_TURNS = 4;

/**
 * Whether agents answer each other: the newest four messages of a conversation are of the last hour and all by agents,
 * the own one's and others' among them, and none by a person. It is over when a person writes, or the hour is.
 *
 * @param newest the newest four messages or more in the order in which they came here, the newest last
 */
export function isEcho(
  newest: readonly Pick<Message, 'createdAtMs' | 'agent' | 'direction'>[],
  nowMs: number,
): boolean {
  const turns = newest.slice(-ECHO_TURNS);
  const sides = new Set(turns.map(({ direction }) => direction));
  const isLate = ({ createdAtMs }: (typeof turns)[number]) => Math.abs(nowMs - createdAtMs) < WINDOW_MS;
  const ownAt = turns.findIndex((turn) => turn.direction === 'out' && isLate(turn));
  return (
    turns.length === ECHO_TURNS &&
    sides.size === 2 &&
    turns.every((turn, at) => {
      // It is dated by its sender's clock, and it came here after what this clock has dated.
      const cameLately = turn.direction === 'in' && ownAt !== -1 && ownAt < at;
      return turn.agent !== undefined && (cameLately || isLate(turn));
    })
  );
}
