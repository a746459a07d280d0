/** Enough to tell two apart on a screen: a DID is longer than a sentence. */
export function shortDid(did: string): string {
  return did.length <= 32 ? did : `${did.slice(0, 24)}…`;
}
