import type { DeadHash } from '../../../electron/node/messaging/carrying/dead.ts';
import type { SettledByNote } from '../../../electron/node/messaging/carrying/luggage.ts';
import type { Endpoint } from '../../../electron/node/messaging/endpoint.ts';
import type { Outbox } from '../../../electron/node/messaging/outbox.ts';
import { DOUBLED, FALSELY_DELIVERED, type MailPlant, NOT_SETTLED, swap } from './mail-plants.ts';

type CarriedOut = typeof import('../../../electron/node/messaging/carried-out.ts');
type Dead = typeof import('../../../electron/node/messaging/carrying/dead.ts');
type Notes = typeof import('../../../electron/node/messaging/carrying/note-table.ts');
type NoteForm = typeof import('../../../electron/node/messaging/carrying/note.ts');
type Replays = typeof import('../../../electron/node/messaging/replay-table.ts');
type Parcels = typeof import('../../../electron/node/messaging/carrying/parcel-table.ts');

const CARRYING = 'electron/node/messaging/carrying';

/** Bugs of carrying, found where everybody is honest. */
export const CARRIED_PLANTS: readonly MailPlant[] = [
  {
    name: 'what is dead is forgotten',
    isQuick: true,
    modules: swap<Notes>(`${CARRYING}/note-table.ts`, ({ NoteTable }) => ({
      NoteTable: class extends NoteTable {
        override deadBy(): null {
          return null;
        }
      },
    })),
    found: NOT_SETTLED,
    seenAt: 0,
  },
  {
    name: 'whoever takes it has delivered it',
    isQuick: true,
    modules: swap<CarriedOut>('electron/node/messaging/carried-out.ts', ({ CarriedOut }) => ({
      CarriedOut: class extends CarriedOut {
        readonly #outbox: Outbox;

        constructor(...call: ConstructorParameters<typeof CarriedOut>) {
          super(...call);
          this.#outbox = call[1];
        }

        override stepGiven(message: number): void {
          const { deliveries } = this.#outbox;
          for (const { recipient_did: did } of deliveries.ofMessage(message))
            deliveries.delivered([message], did);
        }
      },
    })),
    found: FALSELY_DELIVERED,
    seenAt: 0,
  },
  {
    name: 'carriers do not give to carriers',
    modules: swap<Parcels>(`${CARRYING}/parcel-table.ts`, ({ ParcelTable }) => ({
      ParcelTable: class extends ParcelTable {
        override hashesBeside(): string[] {
          return [];
        }
      },
    })),
    found: NOT_SETTLED,
    seenAt: 1,
  },
  {
    name: 'a message is known by its envelope alone',
    modules: swap<Replays>('electron/node/messaging/replay-table.ts', ({ ReplayTable }) => ({
      ReplayTable: class extends ReplayTable {
        override knows(): boolean {
          return false;
        }
      },
    })),
    found: DOUBLED,
    seenAt: 1,
  },
  {
    name: 'receipts go only to whom they are for',
    modules: swap<Notes>(`${CARRYING}/note-table.ts`, ({ NoteTable }) => ({
      NoteTable: class extends NoteTable {
        override hashes(): string[] {
          return [];
        }
      },
    })),
    found: NOT_SETTLED,
    seenAt: 11,
  },
];

/** Bugs that show when somebody does what it should not. */
export const HOSTILE_PLANTS: readonly MailPlant[] = [
  {
    name: 'anybody names mail to death',
    modules: swap<Dead>(`${CARRYING}/dead.ts`, ({ deadBy }) => ({
      deadBy: (note) => {
        const dead: readonly DeadHash[] = deadBy(note);
        return dead.map((one) => ({
          ...one,
          senderDid: note.type === 'recall' ? note.to : one.senderDid,
          recipientDid: null,
        }));
      },
    })),
    found: NOT_SETTLED,
    seenAt: 14,
  },
  {
    name: 'a receipt counts whoever it is of',
    isQuick: true,
    modules: swap<CarriedOut>('electron/node/messaging/carried-out.ts', ({ CarriedOut }) => ({
      CarriedOut: class extends CarriedOut {
        readonly #db: Endpoint['store']['db'];

        constructor(...call: ConstructorParameters<typeof CarriedOut>) {
          super(...call);
          this.#db = call[0].store.db;
        }

        override settle(settled: SettledByNote): number[] {
          const recipientDid = this.#db
            .prepare('SELECT recipient_did FROM deliveries WHERE envelope_hash = ?')
            .pluck()
            .get(settled.hash) as string | undefined;
          return super.settle(recipientDid === undefined ? settled : { ...settled, recipientDid });
        }
      },
    })),
    found: FALSELY_DELIVERED,
    seenAt: 2,
  },
  {
    name: 'nobody looks who signed a note',
    modules: swap<NoteForm>(`${CARRYING}/note.ts`, () => ({ isNoteSigned: async () => true })),
    found: /is called delivered|Not settled/,
    seenAt: 2,
  },
];
