/**
 * A member that has stopped being honest: with the product's own transport and its own true key, and behind them a
 * log that signs and sends whatever it is told to.
 */

import { GhostStackError } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import { type Entry, ZERO_HASH } from '#shared/protocol/log/entry.ts';
import type { GraphNode } from '#shared/protocol/log/entry-graph.ts';
import { seenSince } from '#shared/protocol/log/exchange.ts';
import { inEnglish } from '#shared/protocol/saying.ts';
import { CellStore } from '../../../electron/node/cell/cell-store.ts';
import { authoriseEntry } from '../../../electron/node/cell/deciding/authorise-entry.ts';
import { peerIdentity } from '../../../electron/node/cell/reading/cell-directory.ts';
import { canonicalize } from '../../../electron/node/crypto/canonical-json.ts';
import { sha256Hex } from '../../../electron/node/crypto/hash.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { signJson } from '../../../electron/node/crypto/signed-json.ts';
import { readMemberIdentity } from '../../../electron/node/identity/member-identity.ts';
import { IntegrityLog } from '../../../electron/node/log/integrity-log.ts';
import { LogStore } from '../../../electron/node/log/log-store.ts';
import { parseEntry } from '../../../electron/node/log/signed-entry.ts';
import type { Acknowledgement } from '../../../electron/node/messaging/acknowledgement.ts';
import { onlyVersion, type PeerIdentity } from '../../../electron/node/messaging/directory.ts';
import type { EnvelopeFacts } from '../../../electron/node/messaging/seal-envelope.ts';
import { openStore } from '../../../electron/node/store/store.ts';
import type { CellLink } from '../../../electron/node/transport/link/cell-link.ts';
import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import type { CellHome } from '../cell/cell-home.ts';
import { craft } from '../craft-envelope.ts';
import { closedDesk } from '../memory-log.ts';
import { pollUntil } from '../poll-until.ts';
import { type Operator, openOperator } from './open-operator.ts';
import { snapshot } from './quick-cell.ts';
import { SideDoor } from './side-door.ts';

const ENTRY_DOMAIN = 'ghoststack/entry/v1';
/** How often what others refuse is offered again, in all. */
const OFFERS_MAX = 12;

export class HostileMember {
  readonly #operator: Operator;
  readonly log: IntegrityLog;
  /** Why the others did not take what it sent, in their words. */
  readonly told = new Set<string>();
  readonly #daemon: Libp2pDaemon;
  readonly #listeners = new Set<() => void>();
  /** What it makes of the texts that it passes on. */
  tamper: (texts: readonly string[]) => readonly string[] = (texts) => texts;
  #written = 1_000_000;
  /** Sent as they are to whoever connects, whatever it says that it holds. */
  #loot: { readonly text: string; offers: number }[] = [];

  /** Takes over the home of a member whose node is stopped, and connects to the honest ones. */
  static async takeOver(home: CellHome, honest: readonly CellHome[]): Promise<HostileMember> {
    const hostile = new HostileMember(await openOperator(home), home.name);
    await hostile.#connect(honest);
    return hostile;
  }

  private constructor(operator: Operator, name: string) {
    this.#operator = operator;
    const { key, identity, store } = operator;
    const cell = new CellStore(store).current() ?? '';
    const rows = new LogStore(store);
    const own = openStore({ path: ':memory:' });
    const shared = { cell, clock: Date.now, authorise: authoriseEntry, author: null };
    const held = new IntegrityLog({ ...shared, store: rows });
    this.log = new IntegrityLog({ ...shared, store: new LogStore(own) });
    this.log.receive([...held.missingFrom({})]);
    const self = peerIdentity(identity, name);
    this.#daemon = new Libp2pDaemon({
      identity: key,
      directory: {
        self,
        resolve: (nameOrDid) =>
          this.#peers().find(({ did, alias }) => did === nameOrDid || alias === nameOrDid) ?? null,
        peers: () => this.#peers(),
        versions: (did) => {
          const known = [self, ...this.#peers()].find((one) => one.did === did);
          return known === undefined ? [] : onlyVersion(known);
        },
      },
      receive: () => Promise.reject(new Error('It answers no messages.')),
      observe: (event) => {
        if (event.type === 'log-pass' && event.failure) this.told.add(inEnglish(event.failure));
      },
      discovery: [],
    });
  }

  get scid(): string {
    return this.#operator.identity.scid;
  }

  get key(): string {
    return encodeMultikey('ed25519', this.#operator.key.publicKey);
  }

  get epoch(): Epoch {
    const { graph, book } = this.log;
    return book.epochAt(graph.authors().flatMap((author) => graph.heads(author)));
  }

  scidOf(name: string): string {
    const member = this.epoch.members.find(({ alias }) => alias === name);
    if (!member) throw new Error(`${name} is no member`);
    return member.scid;
  }

  get head(): GraphNode | null {
    return this.log.graph.heads(this.scid).at(-1) ?? null;
  }

  /** What an honest writer would sign next, with anything in it replaced. */
  next(
    kind: string,
    body: unknown,
    over: Partial<Record<keyof Entry, unknown>> = {},
  ): Record<string, unknown> {
    const { head } = this;
    return {
      v: 1,
      cell: this.log.cell,
      author: this.scid,
      gen: head?.entry.gen ?? 0,
      seq: head ? head.entry.seq + 1 : 0,
      prev: head?.hash ?? ZERO_HASH,
      seen: seenSince(this.log.graph, this.scid, head),
      at: Date.now(),
      kind,
      body,
      key: this.key,
      ...over,
    };
  }

  /** Signs it with the own key, whatever it is, and sends it to all. Returns its hash. */
  send(entry: Record<string, unknown>): string {
    return this.#send(entry, this.#signed(entry));
  }

  /** The same, unless it is no entry at all: who sends such is cut off, and comes no further. */
  sendEntry(entry: Record<string, unknown>): void {
    try {
      const text = this.#signed(entry);
      parseEntry(text);
      this.#send(entry, text);
    } catch (thrown) {
      if (!(thrown instanceof GhostStackError)) throw thrown;
    }
  }

  /** Sends something that is no entry, a few times: who sends much of it is cut off, and comes no further. */
  sendText(text: string): void {
    this.#loot.push({ text, offers: OFFERS_MAX - 3 });
    for (const listener of this.#listeners) listener();
  }

  /** Hands over envelopes with these facts to a home, and returns what that answered of each. */
  async mail(home: CellHome, facts: readonly Partial<EnvelopeFacts>[]): Promise<string[]> {
    const { key, identity } = this.#operator;
    const recipient = this.#peers().find(({ alias }) => alias === home.name);
    if (!recipient) throw new Error(`${home.name} is no member`);
    const self = { name: '', key, identity: peerIdentity(identity, '') };
    const other = { name: home.name, key, identity: recipient };
    const lines: Buffer[] = [];
    for (const one of facts)
      lines.push(
        Buffer.from(await craft({ cell: this.log.cell, seq: this.#written++, ...one }, self, other)),
      );
    const daemon = this.#daemon.peer(recipient.did);
    await pollUntil(
      () => daemon.isOnline(),
      (isOnline) => isOnline,
    );
    return ((await daemon.deliver(lines)) as Acknowledgement).results.map(({ status }) => status);
  }

  /** A way to connect beside its node, under the same key. */
  sideDoor(): Promise<SideDoor> {
    return SideDoor.open(this.#operator.key, this.log.cell);
  }

  #signed(entry: Record<string, unknown>): string {
    return canonicalize({ entry, signature: signJson(this.#operator.key, ENTRY_DOMAIN, entry) });
  }

  #send(entry: Record<string, unknown>, text: string): string {
    this.log.receive([text]);
    this.#loot.push({ text, offers: 0 });
    for (const listener of this.#listeners) listener();
    return sha256Hex(canonicalize(entry));
  }

  /** Sends all that it has written itself to everyone again, unless it is at it already. */
  repeat(): void {
    if (this.#loot.length === 0) {
      const own = [...this.log.graph.nodes()].filter(({ entry }) => entry.author === this.scid);
      this.#loot = own.map((node) => ({ text: this.log.textOf(node), offers: 0 }));
    }
    for (const listener of this.#listeners) listener();
  }

  write(kind: string, body: unknown, over?: Partial<Record<keyof Entry, unknown>>): string {
    return this.send(this.next(kind, body, over));
  }

  async stop(): Promise<void> {
    await this.#daemon.stop();
    this.#operator.close();
  }

  async #connect(honest: readonly CellHome[]): Promise<void> {
    await this.#daemon.attachCell(this.#link());
    await this.#daemon.start();
    for (const home of honest) {
      const { me } = await snapshot(home);
      const [address] = me?.addresses ?? [];
      if (me && address) this.#daemon.setPeer({ did: me.did, address });
    }
  }

  #peers(): PeerIdentity[] {
    return this.epoch.members
      .filter(({ scid }) => scid !== this.scid)
      .map(({ alias, didLog }) => peerIdentity(readMemberIdentity(didLog), alias));
  }

  #link(): CellLink {
    const { log } = this;
    return {
      log: {
        cell: log.cell,
        tips: () => log.tips(),
        missingFrom: (tips, doubted) => this.#offer([...log.missingFrom(tips, doubted)]),
        receive: async (texts) => {
          const { applied, waiting, missing } = log.receive(texts);
          if (applied.length > 0) for (const listener of this.#listeners) listener();
          return { applied: applied.length, waiting, missing, refused: [] };
        },
        onNews: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
        peerHolds: () => {},
        twinShown: () => {},
        twinTold: () => {},
      },
      joinDesk: closedDesk,
      discoverySecret: () => null,
    };
  }

  *#offer(lacking: readonly string[]): Generator<string> {
    yield* this.tamper(lacking);
    for (const loot of this.#loot) {
      loot.offers += 1;
      yield loot.text;
    }
    this.#loot = this.#loot.filter(({ offers }) => offers < OFFERS_MAX);
  }
}
