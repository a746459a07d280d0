import type { SyncPass } from '#shared/contract/domain/cell.ts';
import type { Failure } from '#shared/contract/errors.ts';
import { isSaying, type Saying, type SayingKey } from '#shared/protocol/saying.ts';
import type { EventLog } from '../store/events/event-log.ts';
import { codeFrom, codeOf, peerTag, placesOf } from '../store/events/event-values.ts';
import { SafetyState } from '../store/safety-state.ts';
import type { Store } from '../store/store.ts';
import type { DamageNote } from './damage/damage-note.ts';

/** What a node tells its log files, in their types. */
export class NodeEvents {
  readonly log: EventLog;
  readonly #homeId: string;
  #barred: SayingKey | null = null;

  constructor(log: EventLog, store: Store) {
    this.log = log;
    this.#homeId = new SafetyState(store).homeId();
  }

  peer(event: 'peer.connected' | 'peer.lost', did: string): void {
    this.log.tell(event, { peer: peerTag(this.#homeId, did) });
  }

  passed({ peer, receiptsIn, receiptsOut, messagesIn, messagesOut, failure }: SyncPass): void {
    this.log.tell('pass.ended', {
      peer: peerTag(this.#homeId, peer),
      receiptsIn,
      receiptsOut,
      messagesIn,
      messagesOut,
      isWhole: failure === null,
    });
  }

  fault({ key: what }: Saying, error: unknown): void {
    this.log.tell('fault', { what, code: codeOf(error), places: placesOf(error) });
  }

  condition({ code }: Pick<Failure, 'code'>): void {
    this.log.tell('disk.condition', { code });
  }

  /** Why nothing may be signed, each time that it is another. */
  signing(barred: Saying | null): void {
    const why = barred === null ? null : firstKey(barred);
    if (why === this.#barred) return;
    this.#barred = why;
    if (why === null) this.log.tell('signing.freed', {});
    else this.log.tell('signing.barred', { why });
  }

  damaged({ found, receipts, messages, lostReceipts, lostMessages, isBarred }: DamageNote): void {
    const counts = { receipts, messages, lostReceipts, lostMessages, isBarred };
    this.log.tell('database.damaged', { found: codeFrom(found), ...counts });
  }
}

/** Of several sentences the first one says what it is. */
function firstKey({ key, params }: Saying): SayingKey {
  return key === 'error.sentences' && isSaying(params.first) ? firstKey(params.first) : key;
}
