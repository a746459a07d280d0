import type { ChangeView } from '#shared/contract/domain/governance.ts';
import type { BridgeChange, UnbridgeChange } from '#shared/protocol/closing/bridge-change.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256 } from '../../crypto/hash.ts';
import { spokenWords } from '../../crypto/spoken-words.ts';

const DOMAIN = 'ghoststack/bridge-words/v1';

/** Six words, 66 bits, by which two cells see that both mean the same cell and the same keys. */
export function bridgeWords({ cell, q, members }: Pick<BridgeChange, 'cell' | 'q' | 'members'>): string[] {
  const of = canonicalize({ cell, q, members });
  return spokenWords(sha256(Buffer.from(`${DOMAIN}\n${of}`, 'utf8')), 6);
}

/** What a ballot on a bridge changes, for people. */
export function bridgeChangeView(
  { bridges }: Pick<Epoch, 'bridges'>,
  change: BridgeChange | UnbridgeChange,
): ChangeView {
  const { type, cell } = change;
  if (type === 'unbridge')
    return { type, cell, name: bridges.find((bridge) => bridge.cell === cell)?.name ?? cell.slice(0, 8) };
  const { name, q, members, until } = change;
  const aliases = members.map(({ alias }) => alias);
  return { type, cell, name, q, members: aliases, words: bridgeWords(change), untilMs: until * DAY_MS };
}
