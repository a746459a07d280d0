import type { BridgeView, CardView, Imported, StatementFile } from '#shared/contract/domain/bridge.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { bridgeTo, type FiledStatement } from '#shared/protocol/bridges/bridge-book.ts';
import { countedImport } from '#shared/protocol/bridges/counted-imports.ts';
import { signersOf } from '#shared/protocol/bridges/import-rule.ts';
import { pastOf } from '#shared/protocol/closing/ballot.ts';
import {
  type Bridge,
  type BridgeChange,
  bridgeError,
  type UnbridgeChange,
} from '#shared/protocol/closing/bridge-change.ts';
import { type Epoch, quorumSizes } from '#shared/protocol/closing/epoch.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { dayOf } from '#shared/protocol/log/feed-bounds.ts';
import { settledEnds } from '#shared/protocol/log/settled.ts';
import { says } from '#shared/protocol/saying.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import { cardOf, cardView, readCard } from './bridge-card.ts';
import { bridgeWords } from './bridge-words.ts';
import { readSaid, saidText } from './said-text.ts';

export interface CellBridgesOptions {
  readonly log: IntegrityLog;
  readonly epoch: () => Epoch;
  readonly clock: () => number;
}

/** Bridges of a cell to others: what is agreed on, told and taken over, by hand. */
export class CellBridges {
  readonly #options: CellBridgesOptions;

  constructor(options: CellBridgesOptions) {
    this.#options = options;
  }

  card(): CardView {
    const { log, epoch } = this.#options;
    return cardView(cardOf(log.cell, epoch()));
  }

  readCard(text: string): CardView {
    return cardView(readCard(text));
  }

  /**
   * What a ballot on a bridge to the cell of a card changes.
   * @param words six words that the other cell read out, however they were typed
   * @throws {GhostStackError} `conflict` where they are not those of the card
   */
  changeFor(text: string, words: string, days: number): BridgeChange {
    const { v: _, ...bridged } = readCard(text);
    const given = words.toLowerCase().match(/\p{L}+/gu) ?? [];
    if (given.join() !== bridgeWords(bridged).join())
      throw new GhostStackError('conflict', says('error.bridges.otherWords', { name: bridged.name }));
    const { log, epoch, clock } = this.#options;
    const day = dayOf(clock());
    const change = { type: 'bridge', ...bridged, until: day + days } as const;
    const reason = bridgeError({ bridges: epoch().bridges, here: log.cell, day }, change);
    if (reason) throw new GhostStackError('conflict', says('error.cell.cannotBeProposed', { reason }));
    return change;
  }

  endOf(cell: string): UnbridgeChange {
    return { type: 'unbridge', cell: this.#bridge(cell).cell };
  }

  list(): BridgeView[] {
    const { log, epoch, clock } = this.#options;
    const present = epoch();
    const ends = settledEnds(log.graph);
    const within = pastOf(log.graph, ends);
    const today = dayOf(clock());
    return present.bridges.map((bridge) => {
      const { cell, name, q, members, until } = bridge;
      const heard = countedImport(log.book, bridge, within, present);
      return {
        cell,
        name,
        q,
        members: members.map(({ scid, alias }) => ({ scid, name: alias })),
        untilMs: until * DAY_MS,
        isOver: until < today,
        told: this.#toldTo(bridge),
        heard: heard && { dayMs: heard.day * DAY_MS, rows: heard.rows.length },
      };
    });
  }

  /** @throws {GhostStackError} `not-found` while nothing is said, `conflict` while too few attest it */
  statement(cell: string): StatementFile {
    const { log } = this.#options;
    const { name } = this.#bridge(cell);
    const newest = this.#newest(cell);
    if (!newest) throw new GhostStackError('not-found', says('error.bridges.nothingSaid', { name }));
    const { node, body } = newest;
    const attests = this.#attestsOf(newest);
    const needed = this.#needed();
    if (attests.length < needed)
      throw new GhostStackError('conflict', says('error.bridges.attests', { count: attests.length, needed }));
    const texts = [node, ...attests].map((one) => log.textOf(one));
    return { name, dayMs: body.day * DAY_MS, attests: attests.length, needed, text: saidText(texts) };
  }

  /** @throws {GhostStackError} that says why what it says is not taken */
  import(text: string): Imported {
    const { log, epoch } = this.#options;
    const { texts, said } = readSaid(text);
    const present = epoch();
    const bridge = bridgeTo(present, said.cell);
    if (!bridge)
      throw new GhostStackError('not-found', says('error.bridges.noBridgeFrom', { cell: said.cell }));
    const { name } = bridge;
    if (said.to !== log.cell)
      throw new GhostStackError('refused', says('error.bridges.forAnother', { name }));
    const signers = signersOf(bridge, said);
    if (signers < bridge.q)
      throw new GhostStackError(
        'refused',
        says('error.bridges.signers', { name, signers, needed: bridge.q }),
      );
    const dayMs = said.day * DAY_MS;
    const counted = countedImport(log.book, bridge, pastOf(log.graph, settledEnds(log.graph)), present);
    if (counted && counted.day >= said.day)
      throw new GhostStackError(
        'conflict',
        says('error.bridges.older', { name, day: { atMs: dayMs }, held: { atMs: counted.day * DAY_MS } }),
      );
    const body = { texts: [...texts] };
    const objection = log.objection('import', body);
    if (objection)
      throw new GhostStackError('refused', says('error.cell.doesNotCount', { reason: objection.says }));
    log.append('import', body);
    return { name, dayMs, rows: said.rows.length };
  }

  #bridge(cell: string): Bridge {
    const bridge = bridgeTo(this.#options.epoch(), cell);
    if (!bridge) throw new GhostStackError('not-found', says('error.bridges.noBridge'));
    return bridge;
  }

  #toldTo(bridge: Bridge): BridgeView['told'] {
    const newest = this.#newest(bridge.cell);
    if (!newest) return null;
    const attests = this.#attestsOf(newest).length;
    return { dayMs: newest.body.day * DAY_MS, attests, needed: this.#needed() };
  }

  /** Over the bridge in force: the newest that enough attest, else the newest. */
  #newest(cell: string): FiledStatement | null {
    const { log, epoch } = this.#options;
    const { bridges } = log.book;
    const ballot = bridgeTo(epoch(), cell)?.ballot;
    const said = bridges
      .statements()
      .filter(
        ({ node, body }) =>
          body.about === 'trust' && body.to === cell && bridges.inForce(node, cell)?.ballot === ballot,
      )
      .sort((a, b) => b.body.day - a.body.day);
    return said.find((one) => this.#attestsOf(one).length >= this.#needed()) ?? said[0] ?? null;
  }

  /** One by each author, under the keys that a card of now would name. */
  #attestsOf({ node }: FiledStatement) {
    const { log, epoch } = this.#options;
    const keys = new Map(cardOf(log.cell, epoch()).members.map(({ scid, key }) => [scid, key]));
    const byAuthor = new Map(
      log.book.bridges
        .attests(node.hash)
        .filter(({ entry }) => keys.get(entry.author) === entry.key)
        .map((attest) => [attest.entry.author, attest]),
    );
    return [...byAuthor.values()];
  }

  #needed(): number {
    return quorumSizes(this.#options.epoch()).q;
  }
}
