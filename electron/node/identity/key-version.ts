/** The keys of a member from the moment of one version of its DID log until that of the next. */
export interface KeyVersion {
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly sealingKey: Uint8Array;
  /** `versionTime`, by the member's clock; milliseconds. */
  readonly versionTimeMs: number;
}
