import type { Bundle } from '../presenting/bundle.ts';
import { CredentialRefusal, checked } from '../refusal.ts';
import { unpackBits } from '../status/bitstring.ts';
import { type ReadStatusList, readStatusList } from '../status/status-list.ts';

/** What came about status. What is wrong with it is said when it is asked for, after all else. */
export interface StatusPapers {
  /** 16 384 bytes, wherever they stand; null where none came. Throws `status-invalid`. */
  bits(): Uint8Array | null;
  /** The issuer's own list; null where none came. Throws `status-invalid`. */
  list(): ReadStatusList | null;
}

/** Throws `too-large` at once: nothing is unpacked beyond what a list has. */
export function statusPapers({ status }: Bundle): StatusPapers {
  if (status === undefined) return { bits: () => null, list: () => null };
  const packed = status.bits;
  const list = typeof packed === 'string' ? null : checked(() => readStatusList(status));
  const bits = typeof packed === 'string' ? checked(() => unpackBits(packed)) : null;
  for (const read of [list, bits]) {
    if (read?.ok === false && read.error.code === 'too-large')
      throw new CredentialRefusal('too-large', read.error.says);
  }
  const taken = <T>(
    read: { ok: true; value: T } | { ok: false; error: { says: CredentialRefusal['says'] } },
  ): T => {
    if (read.ok) return read.value;
    throw new CredentialRefusal('status-invalid', read.error.says);
  };
  return {
    bits: () => (bits ? taken(bits) : list ? taken(list).bits : null),
    list: () => (list ? taken(list) : null),
  };
}
