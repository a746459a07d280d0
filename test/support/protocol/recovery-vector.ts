import { encodeInvitation, recoveryUrl } from '../../../electron/node/cell/joining/invitation.ts';
import { committedHashes } from '../../../electron/node/cell/recovering/held-member-log.ts';
import { RecoveryAsk } from '../../../electron/node/cell/recovering/recovery-exchange.ts';
import { recoveryProof, signRecovery } from '../../../electron/node/cell/recovering/recovery-proof.ts';
import { recoveryWords } from '../../../electron/node/cell/recovering/recovery-words.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { SigningKey } from '../../../electron/node/crypto/signing-key.ts';
import { readMemberLog } from '../../../electron/node/identity/member-log/index.ts';
import { versionsByWords } from '../../../electron/node/identity/rotation/make-versions.ts';
import { recoveryKey } from '../../../electron/node/identity/words/index.ts';
import { people, STARTED_AT_MS } from './vector-member.ts';

export interface RecoveryVector {
  readonly comment: string;
  readonly cell: string;
  /** Hex: of the code, of the words, of the new machine's key and of the one after that. */
  readonly secret: string;
  readonly wordsSeed: string;
  readonly machineSeed: string;
  readonly nextSeed: string;
  readonly code: string;
  readonly url: string;
  /** As bob tells it, and to which keys alice, bob and carol have committed. */
  readonly nonce: string;
  readonly hashes: readonly string[];
  /** The three questions, as JSON. */
  readonly requests: readonly RecoveryAsk[];
  readonly words: string;
  /** Of the last version of alice's log, once the cell has admitted the machine. */
  readonly versionId: string;
}

const CELL = 'ab'.repeat(32);
const MEMBERS = ['alice', 'bob', 'carol'] as const;

function bytes(length: number, value: number): Uint8Array {
  return new Uint8Array(length).fill(value);
}

function hex(of: Uint8Array): string {
  return Buffer.from(of).toString('hex');
}

/** alice comes back on a new machine by bob's code. */
export function recoveryVector(): RecoveryVector {
  const { alice, bob } = people;
  const [secret, nonce] = [bytes(16, 3), encodeBase64url(bytes(16, 4))];
  // The recovery key that alice committed to has a seed of bytes 129: her words are those of that seed.
  const wordsSeed = bytes(32, 129);
  const [machine, next] = [SigningKey.fromSeed(bytes(32, 7)), SigningKey.fromSeed(bytes(32, 8))];
  const asker = machine.publicKey;
  const code = encodeInvitation({
    v: 2,
    recovery: true,
    cell: CELL,
    cellName: 'Maple Street',
    alias: 'bob',
    inviter: encodeMultikey('ed25519', bob.key.publicKey),
    addresses: ['/ip4/192.168.1.7/tcp/4001'],
    secret: encodeBase64url(secret),
    expires: STARTED_AT_MS + 3_600_000,
  });
  const log = readMemberLog(alice.identity.log, alice.identity.scid);
  if (!log.ok) throw new Error(log.error.message);
  const versions = versionsByWords({
    log: log.value,
    recovery: recoveryKey(wordsSeed, 0),
    nextRecovery: recoveryKey(wordsSeed, 1).publicKey,
    device: machine,
    keyAfterNext: next.publicKey,
    nowMs: STARTED_AT_MS + 60_000,
  });
  const head = { v: 1, ask: 'recovery', cell: CELL, proof: recoveryProof(secret, CELL, asker) } as const;
  const recovery = recoveryKey(wordsSeed, 0);
  const requests: RecoveryAsk[] = [
    head,
    {
      ...head,
      key: encodeMultikey('ed25519', recovery.publicKey),
      signature: signRecovery(recovery, { cell: CELL, nonce, asker }),
    },
    { ...head, versions: versions.map((version) => ({ ...version })), lost: true },
  ];
  const held = MEMBERS.map((name) => ({
    scid: people[name].identity.scid,
    didLog: people[name].identity.log,
  }));
  const words = recoveryWords({ cell: CELL, inviterKey: bob.key.publicKey, askerKey: asker, secret, nonce });
  return {
    comment:
      'A recovery code, what a new machine asks with it, and six words. The DID logs are of members.json.',
    cell: CELL,
    secret: hex(secret),
    wordsSeed: hex(wordsSeed),
    machineSeed: hex(machine.exportSeed()),
    nextSeed: hex(next.exportSeed()),
    code,
    url: recoveryUrl(code),
    nonce,
    hashes: committedHashes(held),
    requests: requests.map((request) => RecoveryAsk.parse(request)),
    words: words.join(' '),
    versionId: versions[1].versionId,
  };
}
