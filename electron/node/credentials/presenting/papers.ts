/** What a holder's node adds for a verifier outside, from what its log says: nothing of it is secret. */

import { type Issue, issuedPath } from '#shared/protocol/credentials/issued-tree.ts';
import { bitsOf } from '#shared/protocol/credentials/list-bits.ts';
import { encodeBase64url } from '../../crypto/base64url.ts';
import { decodeMultikey } from '../../crypto/multikey.ts';
import { packBits } from '../status/bitstring.ts';
import type { Bundle } from './bundle.ts';

export interface PapersFacts {
  readonly form: 'whole' | 'sd-jwt';
  readonly issue: Issue;
  /** All that its issuer issued and that counts, and the places that it revoked. */
  readonly issues: readonly Issue[];
  readonly revoked: Iterable<number>;
  /** The issuer's DID log, JSON Lines, and the Multikey that signed. */
  readonly issuerLog: string;
  readonly key: string;
  /** The newest statement with its attests. */
  readonly standing: readonly string[];
  /** The text of the entry that defines the type, where it is not built in. */
  readonly define?: string;
  /** The issuer's own list, where it has the same bits: it also serves those who trust the issuer alone. */
  readonly list?: Bundle['status'];
}

/** Everything of a bundle but what is shown. Without `issued` where the issue is none that counts. */
export function papersOf(facts: PapersFacts): Omit<Bundle, 'v' | 'presentation' | 'credential'> {
  const issued = issuedPath(facts.issues, facts.issue, facts.form);
  return {
    issuerLog: facts.issuerLog,
    jwk: { crv: 'Ed25519', kty: 'OKP', x: encodeBase64url(decodeMultikey(facts.key).publicKey) },
    ...(issued === null ? {} : { issued }),
    status: facts.list ?? { bits: packBits(bitsOf(facts.revoked)) },
    ...(facts.standing.length === 0 ? {} : { standing: [...facts.standing] }),
    ...(facts.define === undefined ? {} : { type: facts.define }),
  };
}
