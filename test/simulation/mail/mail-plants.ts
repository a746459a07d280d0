import type { DueQuery, Retry, WaitingEnvelope } from '../../../electron/node/messaging/delivery-table.ts';
import type { Swapped } from './load-mail.ts';

type Deliveries = typeof import('../../../electron/node/messaging/delivery-table.ts');
type Replays = typeof import('../../../electron/node/messaging/replay-table.ts');

/** A module and what it exports instead; by its types, so that what is renamed is noticed. */
export function swap<Module extends object>(
  module: string,
  replace: (original: Module) => Partial<Module>,
): Swapped {
  return { [module]: (original: Module) => replace(original) };
}

/** Bugs, each planted by putting something else in the place of a part of the product. */
export interface MailPlant {
  readonly name: string;
  readonly modules: Swapped;
  /** Planted in the short run, too. */
  readonly isQuick?: boolean;
  /** What the world says then. */
  readonly found: RegExp;
  /** The seed at which it was found when it was written down; looked at first. */
  readonly seenAt: number;
}

export const DOUBLED = /twice/;
export const FALSELY_DELIVERED = /is called delivered/;
export const NOT_SETTLED = /Not settled/;

export const DIRECT_PLANTS: readonly MailPlant[] = [
  {
    name: 'a recipient forgets what it has stored',
    modules: swap<Replays>('electron/node/messaging/replay-table.ts', ({ ReplayTable }) => ({
      ReplayTable: class extends ReplayTable {
        override remember(): void {}
      },
    })),
    found: DOUBLED,
    seenAt: 2,
  },
  {
    name: 'silence counts as an answer',
    isQuick: true,
    modules: swap<Deliveries>('electron/node/messaging/delivery-table.ts', ({ DeliveryTable }) => ({
      DeliveryTable: class extends DeliveryTable {
        override retryAt({ number, recipientDid }: Retry): void {
          this.delivered([number], recipientDid);
        }
      },
    })),
    found: FALSELY_DELIVERED,
    seenAt: 0,
  },
  {
    name: 'what has gone out once is not sent again',
    modules: swap<Deliveries>('electron/node/messaging/delivery-table.ts', ({ DeliveryTable }) => ({
      DeliveryTable: class extends DeliveryTable {
        override *due(query: DueQuery, after: number, limit: number): Generator<WaitingEnvelope> {
          for (const row of super.due(query, after, limit)) if (row.attempts === 0) yield row;
        }

        override *troubled(): Generator<never> {}
      },
    })),
    found: NOT_SETTLED,
    seenAt: 0,
  },
];
