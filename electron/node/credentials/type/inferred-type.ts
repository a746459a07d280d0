import { type ClaimRule, faultOfNames } from '#shared/protocol/credentials/type-definition.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256Hex } from '../../crypto/hash.ts';
import type { Claims } from './claims-of-type.ts';
import type { CredentialType } from './credential-type.ts';

const TEXT_MAX = 4096;
const DOMAIN = 'ghoststack/type/v1';

/**
 * The type that follows from claims, for who issues without a cell that could define one: each is needed, and of its
 * kind. Its id is a hash of all that, so that whoever sees a whole credential finds the same type.
 */
export function inferredType(name: string, claims: Claims): { type: CredentialType } | { fault: Saying } {
  const fault = faultOfNames(name, Object.keys(claims));
  if (fault !== null) return { fault };
  const rules: [string, ClaimRule][] = [];
  for (const [claim, value] of Object.entries(claims)) {
    const rule = ruleOf(value);
    if (rule === null) return { fault: says('error.credential.claimNotFlat', { name: claim }) };
    rules.push([claim, rule]);
  }
  const definition = { type: name, title: name, claims: Object.fromEntries(rules) };
  return { type: { id: sha256Hex(`${DOMAIN}\n${canonicalize(definition)}`), ...definition } };
}

function ruleOf(value: unknown): ClaimRule | null {
  switch (typeof value) {
    case 'string':
      return { type: 'text', max: TEXT_MAX };
    case 'number':
      return Number.isSafeInteger(value)
        ? { type: 'integer', min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER }
        : null;
    case 'boolean':
      return { type: 'boolean' };
    default:
      return null;
  }
}
