// What is pushed to the dashboards after one vote, and what a snapshot costs, with a long history and with a short one.
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { writeLongHistory } from '../support/long-history.ts';
import type { BenchContext } from './frame/context.ts';
import { foundedHome } from './frame/founded-home.ts';
import type { Line, Side } from './frame/line.ts';

const SHORT = 'the same with 100 receipts';
const SHORT_RECEIPTS = 100;
const SHORT_MESSAGES = 50;
const MINUTE_MS = 60_000;
/** After what is pushed nothing follows any more. */
const QUIET_MS = 500;

interface History {
  readonly receipts: number;
  readonly messages: number;
}

/** Rows as a queue and an inbox leave them. */
function putMessages(home: string, messages: number): void {
  const db = new Database(join(home, 'node.db'));
  const insert = db.prepare(
    `INSERT INTO messages (sender, recipient, payload, delivered, uuid, direction, thread, sender_did, state,
       payload_bytes, created_at_ms, expires_at_ms, read_at_ms)
     VALUES ('a', 'b', ?, 1, ?, 'in', ?, ?, 'received', ?, ?, ?, ?)`,
  );
  const beginMs = Date.now() - messages * MINUTE_MS;
  db.transaction(() => {
    for (let at = 0; at < messages; at += 1) {
      const did = `did:key:z6MkBench${'abcdef'[at % 6]}`.padEnd(56, 'x');
      const atMs = beginMs + at * MINUTE_MS;
      const text = `message ${at} about the ladder`;
      insert.run(text, `bench-${at}`, at % 9 === 0 ? 'broadcast' : did, did, text.length, atMs, atMs, atMs);
    }
  })();
  db.close();
}

async function pushing(context: BenchContext, name: string, history: History): Promise<Side> {
  const { path: home, keyFile } = await foundedHome(context.now, context, name);
  await writeLongHistory({ home, keyFile, receipts: history.receipts });
  putMessages(home, history.messages);
  const quietMs = context.isShort ? 100 : QUIET_MS;
  // Each receipt was written a minute after the one before.
  const aheadMs = (history.receipts + 1) * MINUTE_MS;
  const program = context.program(context.now, 'pushing.ts', {
    args: [home, keyFile, String(aheadMs), String(quietMs)],
  });
  return () => program.ask('vote');
}

const snapshot: Line<'receipts' | 'messages'> = {
  number: '7',
  rows: [
    {
      key: 'pushMs',
      what: 'the push after one vote: reading what may have changed',
      unit: 'ms',
      aims: [{ of: SHORT, atMostTimes: 1.2 }],
    },
    {
      key: 'pushBytes',
      what: 'the push after one vote, as JSON',
      unit: 'bytes',
      aims: [{ of: SHORT, atMostTimes: 1.2 }],
    },
    { key: 'snapshotMs', what: 'a snapshot, as a window asks for it', unit: 'ms', aims: [] },
    { key: 'snapshotBytes', what: 'that snapshot, as JSON', unit: 'bytes', aims: [] },
  ],
  sizes: {
    receipts: { what: 'receipts, of which one proposal per hundred', usual: 100_000, short: 300 },
    messages: { what: 'messages', usual: 50_000, short: 100 },
  },
  rounds: 15,
  async open(context) {
    const short = { receipts: SHORT_RECEIPTS, messages: SHORT_MESSAGES };
    const [now, reference] = await Promise.all([
      pushing(context, 'long', context.sizes),
      pushing(context, 'short', short),
    ]);
    return {
      now,
      former: 'its modules cannot be asked for a push without its window',
      references: { [SHORT]: reference },
    };
  },
};

export const lines: readonly Line[] = [snapshot];
