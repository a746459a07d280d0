import type { JsonObject } from '../identity/data-integrity.ts';
import type { Store } from '../store/store.ts';
import type { LocalCell } from './local-cell.ts';

export type DidEvent =
  | { readonly kind: 'created'; readonly owner: string; readonly alias: string; readonly did: string }
  | {
      readonly kind: 'issued';
      readonly issuer: string;
      readonly subject: string;
      readonly type: string;
      readonly id: string;
    }
  | { readonly kind: 'verified'; readonly id: string; readonly subject: string; readonly valid: boolean }
  | { readonly kind: 'disclosed'; readonly id: string; readonly fields: readonly string[] };

export interface DidServiceOptions {
  /** Holds aliases and credentials. Keys stay in memory: they belong into a key store. */
  store?: Store;
  /** A cell in this process: what its members issue to each other stands in its log, and can be revoked. */
  cell?: LocalCell;
  now?: () => number;
  observe?: (event: DidEvent) => void;
}

export interface CredentialRequest {
  issuerDid: string;
  subjectDid: string;
  credentialType: string;
  claims: JsonObject;
}
