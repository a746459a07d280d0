import { BUILT_IN_NAME, TypeDefinition } from '#shared/protocol/credentials/type-definition.ts';
import { issueSays } from '#shared/protocol/issue-saying.ts';
import { refused } from '../refusal.ts';

export interface CredentialType extends TypeDefinition {
  /** `MeshMember:1`, or the hash of the entry that defines it: 64 hex digits. */
  readonly id: string;
}

const text128 = { type: 'text', max: 128 } as const;

/** The one type that needs no definition. */
export const MESH_MEMBER: CredentialType = {
  id: `${BUILT_IN_NAME}:1`,
  type: BUILT_IN_NAME,
  title: 'Mesh member',
  claims: { node_id: text128, role: { type: 'text', max: 64 }, cell: text128 },
};

/** What an entry `define` with this hash defines. Throws `schema`. */
export function definedType(hash: string, body: unknown): CredentialType {
  const read = TypeDefinition.safeParse(body);
  if (read.success) return { id: hash, ...read.data };
  throw refused('schema', 'error.credential.typeBroken', { what: issueSays(read.error.issues) });
}

const TYPE_URN = 'urn:ghoststack:type:';

export function typeUrn({ id }: Pick<CredentialType, 'id'>): string {
  return TYPE_URN + id;
}

/** The id in a `credentialSchema.id` of ours; null for any other. */
export function typeIdOf(urn: string): string | null {
  const id = urn.startsWith(TYPE_URN) ? urn.slice(TYPE_URN.length) : '';
  return id === MESH_MEMBER.id || /^[0-9a-f]{64}$/.test(id) ? id : null;
}
