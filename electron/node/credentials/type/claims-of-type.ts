import type { ClaimRule } from '#shared/protocol/credentials/type-definition.ts';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { visibleText } from '#shared/protocol/visible-text.ts';
import type { CredentialType } from './credential-type.ts';

export type Claims = { readonly [name: string]: unknown };

/**
 * What is wrong with claims (without `id`) of this type, or null. Of a credential that shows a part of itself nothing
 * is missing. The same as the generated JSON Schema says.
 */
export function faultOfClaims(
  type: CredentialType,
  claims: Claims,
  { isWhole }: { isWhole: boolean },
): Saying | null {
  for (const [name, value] of Object.entries(claims)) {
    const rule = Object.hasOwn(type.claims, name) ? type.claims[name] : undefined;
    if (rule === undefined)
      return says('error.credential.claimUnknown', { name: visibleText(name).slice(0, 60), type: type.type });
    if (!fits(rule, value)) return says('error.credential.claimWrong', { name, rule: ruleSays(rule) });
  }
  if (!isWhole) return null;
  const missing = Object.entries(type.claims).find(
    ([name, { optional }]) => optional !== true && !Object.hasOwn(claims, name),
  );
  return missing === undefined
    ? null
    : says('error.credential.claimMissing', { name: missing[0], type: type.type });
}

function fits(rule: ClaimRule, value: unknown): boolean {
  switch (rule.type) {
    case 'text':
      return typeof value === 'string' && [...value].length <= rule.max;
    case 'integer':
      return (
        typeof value === 'number' && Number.isSafeInteger(value) && rule.min <= value && value <= rule.max
      );
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string' && rule.of.includes(value);
  }
}

function ruleSays(rule: ClaimRule): Saying {
  switch (rule.type) {
    case 'text':
      return says('error.credential.rule.text', { max: rule.max });
    case 'integer':
      return says('error.credential.rule.integer', { min: rule.min, max: rule.max });
    case 'boolean':
      return says('error.credential.rule.boolean');
    case 'choice':
      return says('error.credential.rule.choice', { of: { anyOf: rule.of } });
  }
}
