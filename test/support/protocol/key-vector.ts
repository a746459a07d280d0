import { DAY_MS } from '#shared/protocol/limits.ts';
import { MeetingSecrets } from '../../../electron/node/cell/joining/meeting-secrets.ts';
import { isLaterKey } from '../../../electron/node/cell/recovering/later-key.ts';
import { keyProof } from '../../../electron/node/transport/key/key-proof.ts';
import { encodeFrame } from '../../../electron/node/transport/link/frames.ts';
import { peerIdOf } from '../../../electron/node/transport/link/peer-key.ts';
import { people, rekeysOf, STARTED_AT_MS } from './vector-member.ts';

export interface KeyVector {
  readonly comment: string;
  readonly cell: string;
  /** UTC, since the epoch. */
  readonly day: number;
  /** Of carol and bob, by the sealing keys of carol's first version and of bob. */
  readonly tag: string;
  /** Of carol's new key, which dials, and of bob's. */
  readonly peerIds: readonly [string, string];
  readonly proof: string;
  /** What carol says, and what bob answers; each frame as UTF-8, without its length. */
  readonly frames: readonly string[];
  /** What carol may show, to whom bob knows by her first version, and whether it is taken. */
  readonly logs: readonly {
    readonly note: string;
    readonly didLog: readonly object[];
    readonly taken: boolean;
  }[];
}

const CELL = 'ab'.repeat(32);

/** carol, whose key was changed by her device, dials bob, who was away and knows her by the former one. */
export function keyVector(): KeyVector {
  const { bob, carol } = people;
  const { device, words } = rekeysOf('carol');
  const day = Math.floor(STARTED_AT_MS / DAY_MS) + 2;
  const secrets = new MeetingSecrets(CELL, device.key.sealing, () => [carol.key.sealing]);
  const [tag = ''] = secrets.formerOf(bob.identity, day);
  const [dials, listens] = [device.key, bob.key].map(({ publicKey }) => peerIdOf(publicKey));
  if (!dials || !listens) throw new RangeError('no two peers');
  const proof = keyProof(tag, dials, listens);
  const log = carol.identity.log.map((version) => ({ ...version }));
  const didLog = [...log, ...device.versions.map((version) => ({ ...version }))];
  const frames = [{ v: 1, cell: CELL, proof }, { didLog }, { ok: true }].map((frame) =>
    Buffer.from(encodeFrame(frame)).toString('utf8'),
  );
  const held = { scid: carol.identity.scid, didLog: log };
  const shown = [
    { note: 'goes on by one version, to the key that dials', didLog },
    { note: 'goes on by two, to another key than the one that dials', didLog: [...log, ...words.versions] },
    { note: 'is the one that is known', didLog: log },
    { note: 'begins later', didLog: didLog.slice(1) },
    { note: 'is of somebody else', didLog: [...people.dave.identity.log] },
  ];
  return {
    comment:
      '`/ghoststack/key/1`: a member whose key the other side does not know yet shows who it is. Seeds are those of members.json.',
    cell: CELL,
    day,
    tag,
    peerIds: [dials.toString(), listens.toString()],
    proof,
    frames,
    logs: shown.map(({ note, didLog: log }) => {
      const taken = isLaterKey(held, log, device.key.publicKey);
      return { note, didLog: log.map((version) => ({ ...version })), taken };
    }),
  };
}
