/** The JSON Schema (2020-12) of a type, for whoever reads our credentials with a validator of their own. */

import type { ClaimRule } from '#shared/protocol/credentials/type-definition.ts';
import { canonicalize } from '../../crypto/canonical-json.ts';
import { sha256 } from '../../crypto/hash.ts';
import { type CredentialType, typeUrn } from './credential-type.ts';

export function jsonSchemaOf(type: CredentialType): Record<string, unknown> {
  const claims = Object.entries(type.claims);
  const required = claims.filter(([, rule]) => rule.optional !== true).map(([name]) => name);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: typeUrn(type),
    title: type.title,
    type: 'object',
    required: ['credentialSubject'],
    properties: {
      credentialSubject: {
        type: 'object',
        additionalProperties: false,
        // Sorted, as JCS sorts members and not lists: one definition has one digest, however it is written.
        required: ['id', ...required].sort(),
        properties: {
          id: { type: 'string' },
          ...Object.fromEntries(claims.map(([name, rule]) => [name, schemaOf(rule)])),
        },
      },
    },
  };
}

function schemaOf(rule: ClaimRule): Record<string, unknown> {
  switch (rule.type) {
    case 'text':
      return { type: 'string', maxLength: rule.max };
    case 'integer':
      return { type: 'integer', minimum: rule.min, maximum: rule.max };
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'string', enum: rule.of };
  }
}

/** `digestSRI` (VC Data Model 2.0 §5.3): of the schema's JCS. */
export function schemaDigest(type: CredentialType): string {
  const digest = sha256(Buffer.from(canonicalize(jsonSchemaOf(type)), 'utf8'));
  return `sha256-${Buffer.from(digest).toString('base64')}`;
}
