import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { says } from '#shared/protocol/saying.ts';
import { publicKeyFromDid } from '../identity/did-key.ts';
import { scidOf } from '../identity/did-webvh/index.ts';
import { identityOfHeld } from '../identity/member-identity.ts';

/** The key of a member as the cell has it now, or that in a did:key: 32 bytes. Throws `not-found`. */
export function subjectKey(epoch: Epoch | null, did: string): Uint8Array {
  if (did.startsWith('did:key:')) return publicKeyFromDid(did);
  const scid = scidOf(did);
  const member = epoch?.members.find((one) => one.scid === scid);
  if (!member) throw new GhostStackError('not-found', says('error.credentials.noSuchSubject'));
  return identityOfHeld(member.didLog).signingKey;
}
