/** Members of a cell in this process, some of whom are away while the (faked) clock goes on. */

import { vi } from 'vitest';
import { inEnglish } from '#shared/protocol/saying.ts';
import type { LocalMember } from '../../../electron/node/tutorial/local-member.ts';

export const HOUR_MS = 3_600_000;
/** The usual deadline and grace, and some turns. */
export const LONG_MS = 24 * HOUR_MS + 10 * 60_000;

/** Those who are there hear each other, until nobody has anything new, whatever branches they hold of one feed. */
export function meet(...those: readonly LocalMember[]): void {
  let fresh: number;
  do {
    fresh = 0;
    for (const a of those) for (const b of those) if (a !== b) fresh += hear(a, b);
  } while (fresh > 0);
}

function hear({ node: { log }, name }: LocalMember, { node: other, name: from }: LocalMember): number {
  const tips = log.tips();
  const { applied, refused } = log.receive([
    ...other.log.missingFrom(tips, new Set(Object.values(tips).flat())),
  ]);
  if (refused[0]) throw new Error(`${name} refuses what ${from} holds: ${inEnglish(refused[0].says)}`);
  return applied.length;
}

const held = (those: readonly LocalMember[]) => those.reduce((sum, { node }) => sum + node.log.graph.size, 0);

/** Time passes, minute by minute, for those who are there. */
export function pass(ms: number, ...those: readonly LocalMember[]): void {
  for (let passed = 0; passed < ms; passed += 60_000) {
    const before = held(those);
    vi.advanceTimersByTime(60_000);
    if (held(those) !== before) meet(...those);
  }
}

export function titles({ decisions }: LocalMember): string[] {
  return decisions.list().map(({ title, state }) => `${title}: ${state}`);
}
