/** Cells with a past, and the proofs of what they decided. */

import type { SignedEntry } from '#shared/protocol/log/entry.ts';
import type { DecisionProof } from '#shared/protocol/proof/decision-proof.ts';
import { makeProof } from '#shared/protocol/proof/make-proof.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { proofTools } from '../../../electron/node/log/proof-tools.ts';
import { cellOfThree, type VectorCell } from './vector-cell.ts';
import { people, rekeysOf } from './vector-member.ts';

/** The proof of a ballot as a member of the cell makes it. */
export function proofOf(cell: VectorCell, ballot: string, by = 'alice'): DecisionProof {
  const { book } = cell.member(by);
  return makeProof(book, ballot, proofTools, ({ hash }) => {
    const text = cell.world.signed.get(hash)?.text ?? '';
    return JSON.parse(text) as SignedEntry;
  });
}

export function textOfProof(proof: DecisionProof): string {
  return canonicalize(proof);
}

/** Three members with much behind them; carol has changed her key, and votes against. Returns the ballot. */
export function disputedCell(noise = 12): { readonly cell: VectorCell; readonly ballot: string } {
  const cell = cellOfThree();
  const weather = (name: string, count: number): void => {
    for (let at = 0; at < count; at += 1) cell.member(name).write('weather', { degrees: at });
  };
  for (const name of cell.names) weather(name, noise);
  cell.meet();
  const { device } = rekeysOf('carol');
  const change = {
    type: 'rekey' as const,
    scid: people.carol.identity.scid,
    versions: device.versions.map((version) => ({ ...version })),
    lost: false,
  };
  const rekey = cell.propose('alice', { title: 'Change the key of carol', change });
  cell.meet();
  for (const name of cell.names) cell.vote(name, rekey, 'APPROVE');
  cell.decide(rekey, ...cell.names);
  cell.put('carol', cell.member('carol').withKey(device.key));
  cell.meet();
  for (const name of cell.names) weather(name, noise);
  cell.meet();
  const ballot = cell.propose('bob', { title: 'Paint the shed', text: 'Both sides, in <red>.' });
  weather('alice', 2);
  cell.meet();
  cell.vote('carol', ballot, 'APPROVE');
  cell.vote('alice', ballot, 'APPROVE', 'Red it is. ✓');
  cell.meet();
  cell.vote('carol', ballot, 'REJECT', 'It has no door.');
  cell.vote('bob', ballot, 'APPROVE');
  cell.decide(ballot, ...cell.names);
  for (const name of cell.names) weather(name, noise);
  cell.meet();
  return { cell, ballot };
}
