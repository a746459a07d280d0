/** What the rule under test looks like: `verifySignature` of the node, in whatever runtime it runs. */
export type Verify = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

export interface SignatureVectorCounts {
  /** Wycheproof cases whose verdict is as published. */
  readonly wycheproofPassed: number;
  readonly wycheproofTotal: number;
  /** tcId of those whose verdict is not. */
  readonly wycheproofFailed: readonly number[];
  /** One letter per case of ed25519-speccheck: V accepted, x refused. */
  readonly speccheck: string;
}

export const EXPECTED_WYCHEPROOF = 151;
export const EXPECTED_SPECCHECK = 'xxxVxxxxxxxx';

interface WycheproofFile {
  readonly testGroups: readonly {
    readonly publicKey: { readonly pk: string };
    readonly tests: readonly {
      readonly tcId: number;
      readonly msg: string;
      readonly sig: string;
      readonly result: string;
    }[];
  }[];
}

interface SpeccheckCase {
  readonly message: string;
  readonly pub_key: string;
  readonly signature: string;
}

/** Pure: takes the parsed vector files, so that it runs under Node and inside Electron alike. */
export function runSignatureVectors(
  verify: Verify,
  wycheproofJson: unknown,
  speccheckJson: unknown,
): SignatureVectorCounts {
  const failed: number[] = [];
  let total = 0;
  for (const group of (wycheproofJson as WycheproofFile).testGroups) {
    for (const test of group.tests) {
      total += 1;
      const verdict = verify(bytes(test.sig), bytes(test.msg), bytes(group.publicKey.pk));
      if (verdict !== (test.result === 'valid')) failed.push(test.tcId);
    }
  }
  const speccheck = (speccheckJson as readonly SpeccheckCase[])
    .map((test) => verify(bytes(test.signature), bytes(test.message), bytes(test.pub_key)))
    .map((accepted) => (accepted ? 'V' : 'x'))
    .join('');
  return {
    wycheproofPassed: total - failed.length,
    wycheproofTotal: total,
    wycheproofFailed: failed,
    speccheck,
  };
}

function bytes(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}
