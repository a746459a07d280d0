import { GhostStackError } from '#shared/contract/errors.ts';
import type { SignedEntry } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { checkProof } from '#shared/protocol/proof/check-proof.ts';
import { PROOF_MAX_BYTES } from '#shared/protocol/proof/decision-proof.ts';
import { makeProof } from '#shared/protocol/proof/make-proof.ts';
import { NotShown } from '#shared/protocol/proof/not-shown.ts';
import { says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { proofTools } from '../../log/proof-tools.ts';
import { isSigned, readEntry } from '../../log/read-entry.ts';

type ReadLog = Pick<IntegrityLog, 'book' | 'textOf'>;

/**
 * The proof of what a proposal's newest ballot came to, as text. It is checked before anybody gets it.
 * @throws {GhostStackError} `conflict` while there is none, `too-large`, `unavailable`
 */
export function decisionProof(log: ReadLog, proposal: string): string {
  const ballot = log.book.ballotsOf(proposal).at(-1);
  if (!ballot) throw new GhostStackError('conflict', says('error.proof.undecided'));
  const text = textOf(log, ballot.open.hash);
  if (Buffer.byteLength(text) > PROOF_MAX_BYTES)
    throw new GhostStackError('too-large', says('error.proof.bytes', { limit: { bytes: PROOF_MAX_BYTES } }));
  if (!checkProof(text, proofTools).ok) throw new GhostStackError('unavailable', says('error.proof.shown'));
  return text;
}

function textOf(log: ReadLog, ballot: string): string {
  try {
    return canonicalize(makeProof(log.book, ballot, proofTools, (node) => signedEntry(log, node)));
  } catch (thrown) {
    if (thrown instanceof NotShown) throw new GhostStackError('conflict', thrown.says);
    throw thrown;
  }
}

/** With its own signature only where that holds: for the others those stand that vouch for it. */
function signedEntry(log: ReadLog, node: GraphNode): SignedEntry {
  const read = readEntry(log.textOf(node));
  const { entry, signature } = read;
  return signature !== null && isSigned(read) ? { entry, signature } : { entry };
}
