/** What messaging needs to know of a node: its name, and the keys that its envelopes are signed and sealed with. */
export interface PeerIdentity {
  readonly did: string;
  /** The name people see. */
  readonly alias: string;
  /** Ed25519, 32 bytes. */
  readonly signingKey: Uint8Array;
  /** X25519, 32 bytes. */
  readonly sealingKey: Uint8Array;
}

/**
 * The only way in which messaging and transport learn of membership. It is asked every time, so what it answers
 * may change while the node runs.
 */
export interface Directory {
  readonly self: PeerIdentity;
  /** The peer of that DID or name, or null if there is none (yet). */
  resolve(nameOrDid: string): PeerIdentity | null;
  /** Everyone but oneself. */
  peers(): PeerIdentity[];
}
