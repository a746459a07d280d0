import type { CallOutput } from '#shared/contract/contract.ts';

/** My own document, in every version. */
export type IdentityDocument = CallOutput<'identity.document'>;
