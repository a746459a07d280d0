import type { CallOutput } from '#shared/ipc/contract.ts';

/** My own document, in every version. */
export type IdentityDocument = CallOutput<'identity.document'>;
