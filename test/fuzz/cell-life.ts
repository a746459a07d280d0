/** A node with a home on disk in a cell of three, started and stopped as often as wanted, and every view of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDispatch, type Dispatch, publisherFor } from '../../electron/host/dispatch.ts';
import type { StatePublisher } from '../../electron/host/state-publisher.ts';
import type { CellNode } from '../../electron/node/cell/cell-node.ts';
import { readInvitation } from '../../electron/node/cell/joining/invitation.ts';
import { JoinQuestions } from '../../electron/node/cell/joining/join-exchange.ts';
import { reportOf } from '../../electron/node/cell/reading/log-report.ts';
import { createKeyStore, type KeyProtection } from '../../electron/node/identity/key-store.ts';
import { createNode } from '../../electron/node/root/create-node.ts';
import { openHome } from '../../electron/node/root/home.ts';
import type { GhostNode } from '../../electron/node/root/node.ts';
import { LocalMember } from '../../electron/node/tutorial/local-member.ts';
import { inEnglish, type Saying } from '../../shared/protocol/saying.ts';
import type { Tally } from './tally.ts';

export const PROTECTION: KeyProtection = {
  kind: 'secret',
  secret: new Uint8Array(32).fill(7),
  origin: 'key-file',
};
const NOWHERE = ['/ip4/127.0.0.1/tcp/1'];

export class CellLife {
  readonly bob = new LocalMember({ name: 'bob' });
  readonly carol = new LocalMember({ name: 'carol' });
  readonly #folder = mkdtempSync(join(tmpdir(), 'ghoststack-fuzz-'));
  readonly #present: LocalMember[] = [];
  #node: GhostNode | null = null;
  #publisher: StatePublisher | null = null;
  #dispatch: Dispatch | null = null;

  /** A cell with members, a decided and an open proposal, endorsements, a transfer and a message that waits. */
  static async begin(): Promise<CellLife> {
    const life = new CellLife();
    const { keyPath, release } = openHome(life.home);
    await createKeyStore(keyPath, { name: 'alice', createdAtMs: Date.now() }, PROTECTION);
    release();
    await life.start();
    await life.node.cell.found('Maple Street');
    for (const newcomer of [life.bob, life.carol]) await life.#admit(newcomer);
    await life.#live();
    return life;
  }

  get home(): string {
    return join(this.#folder, 'alice');
  }

  get node(): GhostNode {
    if (!this.#node) throw new RangeError('the node is not started');
    return this.#node;
  }

  get cell(): CellNode {
    const { current } = this.node.cell;
    if (!current) throw new RangeError('the node has no cell');
    return current;
  }

  get members(): readonly LocalMember[] {
    return [this.bob, this.carol];
  }

  async start(): Promise<void> {
    this.#node = await createNode({
      home: openHome(this.home),
      listen: [],
      network: false,
      protection: PROTECTION,
      deviceSecret: null,
      acceptJoins: true,
    });
    this.#publisher = publisherFor(this.#node, () => {});
    this.#dispatch = createDispatch(this.#node, this.#publisher);
  }

  async stop(): Promise<void> {
    this.#publisher?.stop();
    await this.#node?.stop();
    this.#node = null;
  }

  async end(): Promise<void> {
    await this.stop();
    for (const member of this.members) member.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  call(name: unknown, input: unknown): ReturnType<Dispatch> {
    if (!this.#dispatch) throw new RangeError('the node is not started');
    return this.#dispatch(name, input);
  }

  /** The node and the members get what the others hold. */
  meet(): void {
    const logs = [this.cell.log, ...this.#present.map(({ node }) => node.log)];
    for (let round = 0; round < 4; round += 1) {
      for (const to of logs)
        for (const from of logs) if (to !== from) to.receive([...from.missingFrom(to.tips())]);
    }
  }

  /** Reads all that a page or a command can show; each must answer, and must not have failed inside. */
  async readEverything(tally: Tally, input: unknown): Promise<void> {
    const read = async (name: string, argument: object): Promise<unknown> => {
      const answer = await this.call(name, argument);
      if (answer.ok) return answer.value;
      if (answer.error.code === 'internal') tally.fault(`view ${name}`, answer.error.message, input);
      return null;
    };
    await read('state.snapshot', {});
    const page = { before: null, limit: 500 };
    const shown = (await read('log.page', { ...page, author: null })) as {
      receipts: { hash: string }[];
    } | null;
    const newest = shown?.receipts.at(-1);
    if (newest) await read('log.raw', { hash: newest.hash });
    const list = (await read('governance.list', {})) as { proposals: { id: string }[] } | null;
    for (const { id } of list?.proposals ?? []) await read('governance.detail', { id });
    for (const { scid } of this.cell.epoch()?.members ?? []) {
      await read('trust.explain', { scid });
      await read('tokens.statement', { scid, ...page });
      await read('log.page', { ...page, author: scid });
    }
    await read('identity.document', {});
    for (const thread of this.node.messages.threads())
      await read('messages.list', { thread: thread.id, before: null, limit: 200 });
    const report = (await read('log.verify', {})) as { ok: boolean; problem: Saying | null } | null;
    if (!report?.ok) tally.fault('log.verify', report?.problem ? inEnglish(report.problem) : null, input);
    const file = (await read('log.export', {})) as { text: string } | null;
    if (file && reportOf(file.text).stateHash !== this.cell.stateHash())
      tally.fault('log.export', 'the file has another state than the node', input);
  }

  async #admit(newcomer: LocalMember): Promise<void> {
    const { admissions } = this.cell;
    const invitation = readInvitation(admissions.invite(NOWHERE, 60_000).code);
    const { identity, name: alias } = newcomer;
    await admissions.answer(
      new JoinQuestions({ invitation, identity, alias }).next(),
      newcomer.key.publicKey,
    );
    this.meet();
    newcomer.enter(invitation.cell);
    this.#present.push(newcomer);
    this.meet();
  }

  /** Something of every kind, so that there is something to change. */
  async #live(): Promise<void> {
    const { bob, carol } = this;
    const alice = this.node.cell;
    const shed = alice.deciding().propose({ title: 'Paint the shed', text: 'Green.', open: true });
    this.meet();
    for (const decisions of [alice.deciding(), bob.decisions, carol.decisions])
      decisions.vote(shed, 'APPROVE', null);
    this.meet();
    const battery = bob.decisions.propose({ title: 'Buy a battery', text: '', open: false });
    bob.decisions.revise(battery, 'Buy two batteries', 'For the shed.');
    bob.decisions.review(battery);
    this.meet();
    carol.decisions.comment(battery, 'How large?');
    this.meet();
    bob.decisions.open(battery, {});
    this.meet();
    carol.decisions.vote(battery, 'REJECT', 'Too dear.');
    const removal = carol.decisions.propose({ title: 'Withdraw me', text: '', open: true });
    carol.decisions.withdraw(removal);
    bob.node.trust.endorse(carol.identity.scid, 0.8);
    carol.node.trust.endorse(bob.identity.scid, 0.5);
    bob.node.trust.transfer(carol.identity.scid, 2, 'for the paint');
    this.meet();
    const answer = await this.call('messages.send', { to: bob.identity.did, text: 'Hello Bob' });
    if (!answer.ok) throw new Error(answer.error.message);
  }
}
