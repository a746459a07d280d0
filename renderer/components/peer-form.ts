import type { Peer } from '#shared/contract/domain/peer.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { readAddress } from '#shared/protocol/address/typed-address.ts';
import { NAME_MAX } from '#shared/protocol/limits.ts';
import { nameError } from '#shared/protocol/names/name-rule.ts';
import { isSameName } from '#shared/protocol/names/name-skeleton.ts';
import { isSaying, type SayingKey } from '#shared/protocol/saying.ts';
import { failureInWords, sentence } from '#shared/words/sayings.ts';
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

export function isDidKey(typed: string): boolean {
  return DID_KEY.test(typed);
}

export { NAME_MAX };

/** What the dashboard can see by itself; the node checks everything again. */
export function checkPeerDraft(
  draft: PeerDraft,
  known: { readonly myDid: string; readonly peers: readonly Peer[]; readonly editing: boolean },
): PeerErrors {
  const others = known.peers.filter((peer) => peer.did !== draft.did);
  const name = draft.name.normalize('NFC').trim();
  return {
    ...(!known.editing && !isDidKey(draft.did) ? { did: t('messages.add.didWrong') } : {}),
    ...(!known.editing && draft.did === known.myDid ? { did: t('messages.add.didMine') } : {}),
    ...(nameError(name) === null ? {} : { name: t('messages.add.nameWrong') }),
    ...(name === '' || name.length > NAME_MAX ? { name: t('messages.add.nameMissing') } : {}),
    ...(others.some((peer) => isSameName(peer.name, name)) ? { name: t('messages.add.nameTaken') } : {}),
    ...addressError(draft.address),
  };
}

/** What is wrong with an address; null for a good one, and for none. */
export function checkAddress(address: string): string | null {
  const read = address === '' ? null : readAddress(address);
  return read && 'wrong' in read ? sentence(read.wrong) : null;
}

function addressError(address: string): { readonly address?: string } {
  const wrong = checkAddress(address);
  return wrong === null ? {} : { address: wrong };
}

/** The field that an answer of the node speaks of, with what it says; null when it speaks of none. */
export function fieldOfFailure(
  failure: Failure,
): { readonly field: PeerField; readonly message: string } | null {
  const { says } = failure;
  if (!says) return null;
  const { issue } = says.params;
  if (says.key === 'error.call.inputWrong' && isSaying(issue)) {
    const field = FIELDS.find((one) => one === issue.params.field);
    return field ? { field, message: sentence(issue) } : null;
  }
  const field = says.key.startsWith('error.address.')
    ? 'address'
    : NAMED_BY_KEY.find((one) => SPEAKS_OF[one].includes(says.key));
  return field ? { field, message: failureInWords(failure) } : null;
}

const FIELDS = ['did', 'name', 'address'] as const;
const NAMED_BY_KEY = ['did', 'name'] as const;

const SPEAKS_OF: Readonly<Record<Exclude<PeerField, 'address'>, readonly SayingKey[]>> = {
  did: [
    'error.messaging.ownDid',
    'error.messaging.peerExists',
    'error.messaging.noPeer',
    'error.identity.notDidKey',
    'error.identity.didKeyCannotSign',
    'error.identity.didKeyWeak',
    'error.crypto.multikeyStart',
    'error.crypto.keyKindUnknown',
    'error.crypto.publicKeyLengthOfKind',
    'error.crypto.base58TooLong',
    'error.crypto.notBase58',
  ],
  name: ['error.messaging.nameTaken'],
};
