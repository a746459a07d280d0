/** Credentials that came with messages: judged before they are kept. */
import { type CheckPolicy, checkCredential, checked, readKept, sdJwt } from '../credentials/index.ts';
import type { CredentialStore, KeptCredential } from './credential-store.ts';

/** What makes a credential none, or a forged one. All else may change: the log may not be here yet. */
const FORGED: ReadonlySet<string> = new Set([
  'too-large',
  'malformed',
  'unsupported',
  'issuer-unknown',
  'bad-signature',
  'disclosure-unreferenced',
  'disclosure-repeated',
  'disclosure-invalid',
]);

export interface TakingOptions {
  readonly store: CredentialStore;
  /** Whose home this is. */
  readonly did: string;
  readonly policy: CheckPolicy;
  readonly nowMs: number;
}

/** Keeps what members issued to this one, after message `number`; returns the number of the last that was looked at. */
export function takeBrought(
  options: TakingOptions,
  number: number,
): { readonly last: number; readonly taken: number } {
  let [last, taken] = [number, 0];
  for (const { number: at, sender, credential } of options.store.broughtAfter(number)) {
    last = at;
    const kept = readBrought(options, sender, credential);
    if (kept && options.store.keep('held', kept, options.nowMs)) taken += 1;
  }
  return { last, taken };
}

function readBrought({ did, policy }: TakingOptions, sender: string, text: string): KeptCredential | null {
  const read = checked(() => readKept(JSON.parse(text)));
  if (!read.ok) return null;
  const { whole } = read.value;
  if (whole.issuer !== sender || whole.credentialSubject.id !== did) return null;
  const { jwt, disclosures } = JSON.parse(text) as KeptCredential;
  const forms = [whole, sdJwt.joinSdJwt(jwt, disclosures)];
  const isForged = forms.some((form) => {
    const result = checkCredential(form, { ...policy, keyBinding: false });
    return !result.ok && FORGED.has(result.error.code);
  });
  return isForged ? null : { whole, jwt, disclosures };
}
