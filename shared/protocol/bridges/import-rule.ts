import type { Bridge } from '../closing/bridge-change.ts';
import { isMember } from '../closing/epoch.ts';
import type { Invalid } from '../closing/verdict.ts';
import type { GraphNode } from '../log/entry-graph.ts';
import type { EntryTexts } from '../log/entry-texts.ts';
import { refusal } from '../log/refusal.ts';
import { says } from '../saying.ts';
import type { ImportBody } from './bodies.ts';
import { bridgeTo } from './bridge-book.ts';
import { type Imported, importedOf } from './imported.ts';
import type { BridgeJudge } from './statement-rule.ts';

export interface ImportJudge extends BridgeJudge {
  readonly texts: EntryTexts;
}

/** Why an import is invalid, or null. */
export function importError(judge: ImportJudge, node: GraphNode, { texts }: ImportBody): Invalid | null {
  const said = readImport(judge.texts, texts);
  if (!said) return refusal('import', says('refusal.importTexts'));
  const epoch = judge.epochOf(node);
  if (!isMember(epoch, node.entry.author)) return refusal('not-a-member', says('refusal.notMember'));
  const { graph, bridges } = judge;
  const bridge = bridgeTo(epoch, said.cell);
  if (!bridge || said.to !== graph.cell) return refusal('no-bridge', says('refusal.importNotForHere'));
  const signers = signersOf(bridge, said);
  if (signers < bridge.q) return refusal('signers', says('refusal.importSigners', { signers, q: bridge.q }));
  if (said.day > bridge.until) return refusal('late', says('refusal.importLate'));
  const isKnown = bridges
    .imports(bridge.ballot)
    .some((known) => known.day >= said.day && node.prev !== null && graph.onBranch(known.node, node.prev));
  return isKnown ? refusal('known', says('refusal.importKnown')) : null;
}

/** What these texts say, if each passes the checks of a text, or null. */
export function readImport(checks: EntryTexts, texts: readonly string[]): Imported | null {
  const read = texts.map((text) => checks.read(text));
  const entries = read.flatMap((one) => one ?? []);
  if (entries.length < read.length) return null;
  const said = importedOf(entries.map(({ entry }) => entry));
  return said && said.statement === entries[0]?.hash ? said : null;
}

/** How many of the named members attest it under the key that is named. */
export function signersOf({ members }: Pick<Bridge, 'members'>, { attesters }: Imported): number {
  return attesters.filter(({ scid, key }) => members.some((one) => one.scid === scid && one.key === key))
    .length;
}
