/** The members of a credential that both of its forms have. */
import { z } from 'zod';
import { LIST_BITS } from '#shared/protocol/credentials/list-bits.ts';
import { TypeName } from '#shared/protocol/credentials/type-definition.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { says } from '#shared/protocol/saying.ts';
import { VALIDITY_DAYS_MAX } from '../limits.ts';
import { refused } from '../refusal.ts';
import { typeIdOf } from '../type/credential-type.ts';
import { isDidKey } from './issuer.ts';
import { Time, timeOf } from './time.ts';

export const Did = z
  .string()
  .max(512)
  .regex(/^did:(webvh|key):[A-Za-z0-9._:%-]+$/);

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
export const UuidUrn = z.string().regex(new RegExp(`^urn:uuid:${UUID}$`));

const Status = z.strictObject({
  type: z.string().max(64),
  statusPurpose: z.string().max(64),
  statusListIndex: z
    .string()
    .regex(/^(0|[1-9]\d{0,5})$/)
    .refine((index) => Number(index) < LIST_BITS),
  statusListCredential: UuidUrn,
});

export const MEMBERS = {
  '@context': z.array(z.unknown()).max(4),
  type: z.tuple([z.literal('VerifiableCredential'), TypeName]),
  issuer: Did,
  validFrom: Time,
  validUntil: Time,
  credentialSchema: z.strictObject({
    id: z.string().max(128),
    type: z.string().max(64),
    digestSRI: z.string().max(128),
  }),
  credentialStatus: Status.exactOptional(),
} as const;

type Members = z.infer<z.ZodObject<typeof MEMBERS>>;

/** What a credential says besides its claims; visible in both forms. */
export interface CredentialFrame {
  readonly context: readonly unknown[];
  /** The name of its type. */
  readonly type: string;
  readonly typeId: string;
  readonly digestSRI: string;
  readonly issuer: string;
  readonly validFromMs: number;
  readonly validUntilMs: number;
  /** Null outside of a cell: who issues with a did:key has no list. */
  readonly status: { readonly index: number; readonly list: string } | null;
}

export function frameOf(members: Members): CredentialFrame {
  const { credentialSchema: schema, credentialStatus: status, issuer, validFrom, validUntil } = members;
  const typeId = typeIdOf(schema.id);
  if (schema.type !== 'JsonSchema' || typeId === null) {
    throw refused('unsupported', 'error.credential.schemaKind', { value: `${schema.type} ${schema.id}` });
  }
  if (status && (status.type !== 'BitstringStatusListEntry' || status.statusPurpose !== 'revocation')) {
    throw refused('unsupported', 'error.credential.statusKind', {
      value: `${status.type} ${status.statusPurpose}`,
    });
  }
  const [validFromMs, validUntilMs] = [timeOf(validFrom), timeOf(validUntil)];
  const days = (validUntilMs - validFromMs) / DAY_MS;
  if (days <= 0 || days > VALIDITY_DAYS_MAX) {
    throw refused('malformed', 'error.credential.validity', { limit: VALIDITY_DAYS_MAX });
  }
  if ((status === undefined) !== isDidKey(issuer))
    throw refused('malformed', 'error.credential.statusMember');
  return {
    context: members['@context'],
    type: members.type[1],
    typeId,
    digestSRI: schema.digestSRI,
    issuer,
    validFromMs,
    validUntilMs,
    status: status ? { index: Number(status.statusListIndex), list: status.statusListCredential } : null,
  };
}

/** @throws {CredentialRefusal} `malformed`, with what is wrong in it */
export function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  requireNoProto(value);
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  throw refused('malformed', 'error.credential.malformed', { what: issueSays(read.error.issues) });
}

/** The schemas leave this name out without a word, wherever it stands: it would be signed, and judged by nobody. */
function requireNoProto(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (Object.hasOwn(value, '__proto__')) {
    const what = says('issue.unknownKeys', { field: says('issue.it'), keys: '__proto__' });
    throw refused('malformed', 'error.credential.malformed', { what });
  }
  for (const member of Object.values(value)) requireNoProto(member);
}
