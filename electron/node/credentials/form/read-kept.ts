import { canonicalize } from '../../crypto/canonical-json.ts';
import { refused } from '../refusal.ts';
import { type JsonObject, joinSdJwt } from '../sd-jwt/index.ts';
import type { ReadCredential } from './read-credential.ts';
import { readSelective } from './selective-form.ts';
import { readWhole, type WholeCredential } from './whole-form.ts';

export interface BothForms {
  readonly whole: Readonly<JsonObject>;
  readonly jwt: string;
  readonly disclosures: readonly string[];
}

export interface ReadBothForms {
  readonly whole: WholeCredential;
  readonly forms: readonly [ReadCredential, ReadCredential];
}

/** Two forms that say the same, as a holder takes them over. Who signed them is not asked. Throws a CredentialRefusal. */
export function readKept({ whole, jwt, disclosures }: BothForms): ReadBothForms {
  const forms = [readWhole({ ...whole }), readSelective(joinSdJwt(jwt, disclosures))] as const;
  if (saidBy(forms[0]) !== saidBy(forms[1])) throw refused('malformed', 'error.credential.notOne');
  return { whole: whole as unknown as WholeCredential, forms };
}

function saidBy({ open, frame, method }: ReadCredential): string {
  return canonicalize({ ...open(), frame, method });
}
