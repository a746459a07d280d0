import { ENTRY_DOMAIN } from '#shared/protocol/log/entry.ts';
import type { ProofTools } from '#shared/protocol/proof/check-proof.ts';
import { canonicalize } from '../crypto/canonical-json.ts';
import { sha256Hex } from '../crypto/hash.ts';
import { decodeMultikey } from '../crypto/multikey.ts';
import { verifyText } from '../crypto/signed-json.ts';
import { memberLogs } from './member-logs.ts';

/** What the check of a proof takes of this runtime: the same rules by which the log itself is judged. */
export const proofTools: ProofTools = {
  ...memberLogs,
  canonical: canonicalize,
  hash: sha256Hex,
  isSigned(key, signature, canonical) {
    const { kind, publicKey } = decodeMultikey(key);
    return kind === 'ed25519' && verifyText(signature, ENTRY_DOMAIN, canonical, publicKey);
  },
};
