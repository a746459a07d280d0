import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { NAME_MAX } from '#shared/protocol/limits.ts';
import { nameError } from '#shared/protocol/names/name-rule.ts';
import { isSameName } from '#shared/protocol/names/name-skeleton.ts';
import { t } from '#shared/words/translate.ts';

export type PeerField = 'did' | 'name' | 'address';
export interface PeerDraft {
  readonly did: string;
  readonly name: string;
  readonly address: string;
}
export type PeerErrors = { readonly [F in PeerField]?: string };

/** Base58btc of an Ed25519 multikey: the longest part of a did:key. */
const DID_KEY = /^did:key:z6Mk[1-9A-HJ-NP-Za-km-z]{40,60}$/;
const MULTIADDR = /^\/(ip4|ip6|dns|dns4|dns6)\/[^/\s]+\/tcp\/\d{1,5}(\/|$)/;

export { NAME_MAX };

/** What the dashboard can see by itself; the node checks everything again. */
export function checkPeerDraft(
  draft: PeerDraft,
  known: { readonly myDid: string; readonly peers: readonly Peer[]; readonly editing: boolean },
): PeerErrors {
  const others = known.peers.filter((peer) => peer.did !== draft.did);
  const name = draft.name.normalize('NFC').trim();
  return {
    ...(!known.editing && !DID_KEY.test(draft.did) ? { did: t('messages.add.didWrong') } : {}),
    ...(!known.editing && draft.did === known.myDid ? { did: t('messages.add.didMine') } : {}),
    ...(nameError(name) === null ? {} : { name: t('messages.add.nameWrong') }),
    ...(name === '' || name.length > NAME_MAX ? { name: t('messages.add.nameMissing') } : {}),
    ...(others.some((peer) => isSameName(peer.name, name)) ? { name: t('messages.add.nameTaken') } : {}),
    ...(checkAddress(draft.address) === null ? {} : { address: t('messages.add.addressWrong') }),
  };
}

/** What is wrong with an address; null for a good one, and for none. */
export function checkAddress(address: string): string | null {
  return address === '' || MULTIADDR.test(address) ? null : t('messages.add.addressWrong');
}

/** The field that an answer of the node speaks of, with what it says; null when it speaks of none. */
export function fieldOfFailure(
  failure: Failure,
): { readonly field: PeerField; readonly message: string } | null {
  const named = /^peers\.\w+: (did|name|address): (.+)$/s.exec(failure.message);
  const message = named?.[2] ?? failure.message;
  const field = (named?.[1] as PeerField | undefined) ?? guessField(failure.message);
  return field ? { field, message } : null;
}

function guessField(message: string): PeerField | null {
  if (/address|multiaddr|\/ip4|port\b/i.test(message)) return 'address';
  if (/\bname\b|called/i.test(message)) return 'name';
  return /\bdid\b|did:|identity|\bkey\b/i.test(message) ? 'did' : null;
}
