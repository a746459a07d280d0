/** did:webvh 1.0 (https://identity.foundation/didwebvh/v1.0/) as pure functions over logs; docs/protocol.md. */
export {
  type AppendOptions,
  appendDidLogEntry,
  type DeactivateOptions,
  deactivateDidLog,
  type RotateOptions,
  rotateDidLogKey,
} from './append-entry.ts';
export type { DidVersion } from './check-log.ts';
export { type CreatedDid, type CreateOptions, createDidLog } from './create-log.ts';
export { CELL_HOST, type DidWebvh, didOfScid, isScid, parseDidWebvh, scidOf } from './did-syntax.ts';
export { type MemberDidDocument, memberDocument, sealingKeyOf, signingKeyOf } from './document.ts';
export type { DidLogEntry, DidWebvhDocument } from './entry.ts';
export { DidLogError, type DidLogFailure, type DidLogRule } from './log-error.ts';
export { nextKeyHash } from './multihash.ts';
export type { DidParameters, WitnessRule } from './parameters.ts';
export {
  DID_LOG_ENTRY_MAX_BYTES,
  DID_LOG_MAX_BYTES,
  DID_LOG_MAX_ENTRIES,
  formatDidLog,
} from './read-log.ts';
export {
  type DidDocumentMetadata,
  type DidResolution,
  type ResolveOptions,
  resolveDidLog,
} from './resolve-did-log.ts';
export { type DidLogResult, type ResolvedDid, type VerifyOptions, verifyDidLog } from './verify-log.ts';
export { CLOCK_TOLERANCE_MS } from './version-time.ts';
export { type WitnessProof, witnessVersion } from './witness.ts';
