import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import {
  inBuckets,
  itemOf,
  listed,
  sumOf,
  sumOfAll,
  sumsOf,
} from '../../../electron/node/messaging/carrying/compare.ts';
import { deadBy, isDead } from '../../../electron/node/messaging/carrying/dead.ts';
import {
  type WrittenNote,
  writeRecall,
  writeReceipt,
} from '../../../electron/node/messaging/carrying/note.ts';
import { encodeParcels, encodeSaid } from '../../../electron/node/transport/carry/carry-frames.ts';
import { encodeFrame } from '../../../electron/node/transport/link/frames.ts';
import { type Name, people, STARTED_AT_MS } from './vector-member.ts';

export interface CarryingVector {
  readonly comment: string;
  readonly cell: string;
  readonly notes: readonly { readonly note: string; readonly hash: string; readonly text: string }[];
  /** Texts that are no notes, or not signed by whom they name. */
  readonly refused: readonly { readonly why: string; readonly text: string }[];
  readonly dead: readonly {
    readonly by: string;
    readonly parcel: { readonly hash: string; readonly sender: string; readonly recipient: string };
    readonly isDead: boolean;
  }[];
  readonly compare: {
    readonly hashes: readonly string[];
    readonly sums: readonly string[];
    readonly sum: string;
  };
  /** Each frame as UTF-8, without its length. */
  readonly frames: readonly string[];
}

const CELL = 'c'.repeat(64);
const AT_S = STARTED_AT_MS / 1000;
const UNTIL = AT_S + 7 * 86_400;
const envelope = (name: string): string => sha256Hex(`envelope ${name}`);

function authorOf(name: Name) {
  const { key, identity } = people[name];
  return { did: identity.did, key, cell: CELL };
}

/** Receipts, recalls, what they end, and every frame of `/ghoststack/carry/1`. */
export function carryingVector(): CarryingVector {
  const [alice, bob, carol] = [people.alice, people.bob, people.carol].map(
    ({ identity }) => identity.did,
  ) as [string, string, string];
  const receipt = writeReceipt(authorOf('bob'), alice, AT_S, [
    { hash: envelope('one'), status: 'stored', until: UNTIL },
    { hash: envelope('two'), status: 'unopenable', until: UNTIL },
  ]);
  const recall = writeRecall(authorOf('alice'), bob, AT_S, [{ hash: envelope('three'), until: UNTIL }]);
  const of = (sender: string, recipient: string, name: string) => ({
    hash: envelope(name),
    senderDid: sender,
    recipientDid: recipient,
  });
  const dead = (by: 'receipt' | 'recall', parcel: ReturnType<typeof of>) => {
    const { note } = by === 'receipt' ? receipt : recall;
    const { hash, senderDid: sender, recipientDid: recipient } = parcel;
    const ended = deadBy(note).some((one) => isDead(one, parcel));
    return { by, parcel: { hash, sender, recipient }, isDead: ended };
  };
  const hashes = [receipt.hash, recall.hash, ...['four', 'five', 'six'].map(envelope)].sort();
  const buckets = inBuckets(hashes);
  const sums = sumsOf(buckets);
  const lines = [receipt, recall].map(({ text }) => Buffer.from(text));
  const [list] = listed(buckets, [Number.parseInt(receipt.hash.slice(0, 2), 16) % 64], 0);
  const items = [itemOf(receipt.hash), itemOf(recall.hash)];
  return {
    comment:
      'What carriers keep and say. Envelopes are stood for by hashes: their form is in docs/protocol.md.',
    cell: CELL,
    notes: [
      {
        note: 'bob answers alice, whose envelopes others brought him',
        hash: receipt.hash,
        text: receipt.text,
      },
      { note: 'alice takes back what she gave away', hash: recall.hash, text: recall.text },
    ],
    refused: refused(receipt, recall),
    dead: [
      dead('receipt', of(alice, bob, 'one')),
      dead('receipt', of(alice, bob, 'three')),
      dead('receipt', of(alice, carol, 'one')),
      dead('receipt', of(carol, bob, 'one')),
      dead('recall', of(alice, bob, 'three')),
      dead('recall', of(alice, carol, 'three')),
      dead('recall', of(carol, bob, 'three')),
    ],
    compare: { hashes, sums, sum: sumOfAll(sums) },
    frames: [
      encodeSaid({ type: 'sum', sum: sumOfAll(sums) }),
      encodeSaid({ type: 'buckets', sums }),
      encodeSaid({ type: 'list', bucket: list?.bucket ?? 0, have: [...(list?.have ?? [])] }),
      encodeSaid({ type: 'yours', sum: sumOf([receipt.hash]) }),
      encodeSaid({ type: 'which' }),
      encodeSaid({ type: 'have', items }),
      encodeSaid({ type: 'have', items: [itemOf(receipt.hash)], yours: true }),
      encodeSaid({ type: 'want', items }),
      encodeParcels(0, lines),
      encodeFrame({ type: 'taken', seq: 0, results: ['ok', 'known'] }),
    ].map((frame) => Buffer.from(frame).toString('utf8')),
  };
}

function refused(receipt: WrittenNote, recall: WrittenNote): CarryingVector['refused'] {
  const change = (text: string, from: string | RegExp, to: string): string => text.replace(from, to);
  const { text } = receipt;
  const passing = ['clock', 'full', 'expired'].map((status) => ({
    why: `${status} passes by itself, and does not travel`,
    text: change(text, '"unopenable"', `"${status}"`),
  }));
  return [
    ...passing,
    { why: 'nothing is named', text: change(recall.text, /"hashes":\[.*?\]/, '"hashes":[]') },
    {
      why: 'until more than 31 days after it was written',
      text: change(recall.text, `"until":${UNTIL}`, `"until":${AT_S + 31 * 86_400 + 1}`),
    },
    { why: 'a member that is not known', text: change(recall.text, '{"at"', '{"a":1,"at"') },
    { why: 'of another version', text: change(recall.text, '"v":1', '"v":2') },
    {
      why: 'the signature is of another hash',
      text: change(recall.text, envelope('three'), envelope('four')),
    },
    {
      why: 'a receipt does not count as a recall',
      text: change(text, '"type":"receipt"', '"type":"recall"'),
    },
  ];
}
