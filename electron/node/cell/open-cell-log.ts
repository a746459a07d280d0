import { says } from '#shared/protocol/saying.ts';
import { CheckpointKeeper } from '../log/checkpoint/checkpoint-keeper.ts';
import { checkpointOf } from '../log/checkpoint/judging-code.ts';
import type { LogCheckpoint } from '../log/checkpoint/log-checkpoint.ts';
import { IntegrityLog } from '../log/integrity-log.ts';
import type { LogStore } from '../log/log-store.ts';
import type { LogAuthor } from '../log/next-entry.ts';
import type { SafetyState } from '../store/safety-state.ts';
import type { Store } from '../store/store.ts';
import type { CellNodeOptions } from './cell-node-options.ts';
import { authoriseEntry, keyAt } from './deciding/authorise-entry.ts';
import { knownWriter } from './deciding/known-writer.ts';
import { rowsSetAside } from './own-feed/rows-set-aside.ts';

/** The log of a cell in a database, and the checkpoint of it. */
export interface HeldLog {
  readonly log: IntegrityLog;
  readonly store: Store;
  readonly checkpoint: LogCheckpoint | null;
  readonly keeper: CheckpointKeeper | null;
}

export interface OpeningLog {
  readonly logStore: LogStore;
  readonly steadyClock: () => number;
  readonly safety: SafetyState;
  readonly author: LogAuthor | null;
  /** What was opened while the key was locked, and is used no more: its rows need not be judged again. */
  readonly locked: HeldLog | null;
}

export function openCellLog(options: CellNodeOptions, opening: OpeningLog): HeldLog {
  const { cell, store, clock, self, failed } = options;
  const { logStore, steadyClock, safety, author, locked } = opening;
  const isSame = locked?.log.cell === cell && locked.store === store && !locked.log.isWritable;
  const adopted = isSame ? locked : null;
  const checkpoint = adopted ? adopted.checkpoint : checkpointOf(store, cell, safety.homeId(), options.code);
  const log = new IntegrityLog({
    cell,
    store: logStore,
    clock,
    steadyClock,
    authorise: authoriseEntry,
    isWriter: knownWriter,
    author,
    keyAt,
    checkpoint,
    adopted: adopted?.log ?? null,
    judgedAnew: (why) => options.judgedAnew?.(why),
    setAside: (rows) => rowsSetAside(rows, { cell, self, safety, failed }),
    ...(failed ? { listenerFailed: (error) => failed(says('fault.followingReceipts'), error) } : {}),
  });
  const damaged = (error: unknown): void => failed?.(says('fault.readingReceipts'), error);
  return { log, store, checkpoint, keeper: checkpoint && new CheckpointKeeper({ log, checkpoint, damaged }) };
}
