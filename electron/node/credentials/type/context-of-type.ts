import { V2_CONTEXT_URL } from '#shared/protocol/credentials/v2-context.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { type CredentialType, typeUrn } from './credential-type.ts';

/** `@context` of a credential of this type: what its words mean, without anything to fetch. */
export function contextOfType(type: CredentialType): readonly unknown[] {
  const urn = typeUrn(type);
  const terms = [type.type, ...Object.keys(type.claims)].map((term) => [term, `${urn}#${term}`] as const);
  return [V2_CONTEXT_URL, { '@protected': true, ...Object.fromEntries(terms) }];
}

/** Compared by JCS: the same words in another order mean the same. */
export function isContextOfType(context: unknown, type: CredentialType): boolean {
  return canonicalize(context) === canonicalize(contextOfType(type));
}
