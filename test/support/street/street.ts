/** A week in a cell of real members, told by what they do: whatever a page can show comes about, nothing is made up. */

import { randomFor } from '../../../electron/headless/demos/seeded-random.ts';
import { pollUntil } from '../poll-until.ts';
import { StoryClock } from './story-clock.ts';
import { StreetMember } from './street-member.ts';

const NAMES = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank'] as const;
/** grace asks to join; henry starts for the first time. */
const OTHERS = ['grace', 'henry'] as const;
type Name = (typeof NAMES)[number] | (typeof OTHERS)[number];
type Choice = 'APPROVE' | 'REJECT' | 'ABSTAIN';

const HOUR_MS = 3_600_000;
/** What a change of members waits for who is away. */
const CHANGE_MS = 4 * HOUR_MS;
const TALK = [
  'Warm light, please.',
  'And off at eleven.',
  'Who changes the bulb?',
  'I do.',
  'Then I am for it.',
  'So am I.',
];
const SETTLE_MS = 60_000;
const CELL = 'Maple Street';

/** A Thursday in May, a quarter to six: the moment at which the pages are looked at. */
export const NOW = new Date(2026, 4, 14, 17, 42, 12);
/** When Overview was left the last time. */
export const LAST_LOOK = new Date(2026, 4, 14, 12);
const may = (day: number, hour: number, minute = 0): Date => new Date(2026, 4, day, hour, minute);

export class Street {
  readonly clock = new StoryClock(may(6, 18));
  readonly members: Readonly<Record<Name, StreetMember>>;
  /** Of the proposals, by their titles. */
  readonly proposals = new Map<string, string>();
  /** How often alice saw those ask who came a second time, at once. */
  readonly timesAsked = new Map<Name, number>();

  constructor(folder: string) {
    const make = (name: Name): StreetMember => {
      const member = new StreetMember(folder, name);
      member.clock = this.clock.now;
      member.random = randomFor(7, name);
      member.makesKey = name !== 'henry';
      return member;
    };
    this.members = Object.fromEntries([...NAMES, ...OTHERS].map((name) => [name, make(name)])) as Record<
      Name,
      StreetMember
    >;
  }

  async tell(): Promise<void> {
    await this.#found();
    await this.#trust();
    await this.#decide();
    await this.#leaveAndReturn();
    await this.#write();
    await this.#today();
  }

  async stop(): Promise<void> {
    await Promise.all(
      Object.values(this.members)
        .filter((one) => one.isRunning)
        .map((one) => one.stop()),
    );
  }

  get present(): StreetMember[] {
    return Object.values(this.members).filter((one) => one.isRunning && one.isMember());
  }

  async #found(): Promise<void> {
    const { alice } = this.members;
    // Its operator answers those who ask; the others approve what she accepted.
    alice.acceptsAll = false;
    await alice.start();
    await alice.node.cell.found(CELL, { deadlineMs: CHANGE_MS, turnMs: 5_000 });
    for (const [index, name] of NAMES.slice(1).entries()) {
      this.clock.set(may(6, 18, 10 + 10 * index));
      await this.members[name].start();
      await this.#join(name);
    }
    // frank goes away, and what is written to him expires.
    this.clock.set(may(6, 20));
    await this.members.frank.stop();
    await this.#away('frank');
    alice.send(this.members.frank, 'The key to the shed is under the mat');
  }

  async #trust(): Promise<void> {
    this.clock.set(may(7, 9));
    await this.#endorse('bob', 'alice', 1);
    await this.#endorse('carol', 'alice', 0.8);
    await this.#endorse('dave', 'carol', 0.6);
    await this.#endorse('alice', 'carol', 0.9);
    await this.#endorse('erin', 'bob', 0.7);
  }

  async #decide(): Promise<void> {
    this.clock.set(may(7, 10));
    const bench = await this.#propose(
      'alice',
      'Repair the bench at the mill',
      'Two planks and ten screws, from the tool money.',
    );
    await this.#vote(bench, {
      alice: 'APPROVE',
      bob: 'APPROVE',
      carol: 'APPROVE',
      dave: 'REJECT',
      erin: 'ABSTAIN',
    });
    await this.#decided(bench, may(7, 11, 30), 'passed');

    this.clock.set(may(8, 18));
    const quiet = await this.#propose('dave', 'Quiet hours from 20:00', 'Every day, in the whole street.');
    await this.#vote(quiet, { dave: 'APPROVE', alice: 'REJECT', bob: 'REJECT', carol: 'REJECT' });
    await this.#decided(quiet, may(8, 19, 30), 'failed');

    this.clock.set(may(10, 12));
    const ladder = await this.#propose('erin', 'Buy a second ladder', '');
    await this.#vote(ladder, { erin: 'APPROVE', bob: 'APPROVE', alice: 'REJECT', dave: 'REJECT' });
    await this.#decided(ladder, may(10, 13, 30), 'failed');

    this.clock.set(may(11, 9));
    const paint = await this.#propose('bob', 'Paint all doors blue', 'Or green.');
    await this.#vote(paint, { bob: 'APPROVE' });
    await this.#decided(paint, may(11, 10, 30), 'expired');

    this.clock.set(may(11, 19));
    const shed = await this.#propose('carol', 'Sell the shed', 'Nobody uses it.');
    await this.members.carol.ask('governance.withdraw', { id: shed });
    await this.#decided(shed, may(11, 20, 30), 'withdrawn');
    await this.#transfer('alice', 'erin', 12, 'for the ladder');
    await this.#transfer('carol', 'alice', 3, '');
  }

  async #leaveAndReturn(): Promise<void> {
    const { alice, erin } = this.members;
    this.clock.set(may(12, 8));
    const { id } = await alice.ask('governance.proposeRemoval', {
      scid: this.#scid('erin'),
      text: 'She moves away.',
    });
    await this.#vote(id, { alice: 'APPROVE', bob: 'APPROVE', carol: 'APPROVE', dave: 'APPROVE' });
    await this.#decided(id, may(12, 12, 30), 'passed');
    this.clock.set(may(12, 18));
    await pollUntil(() => !erin.isMember(), Boolean, SETTLE_MS);
    await this.#ask('erin');
    const requests = alice.node.cell.shown.view()?.joinRequests ?? [];
    this.timesAsked.set('erin', requests.filter(({ name }) => name === 'erin').length);
    const ballot = () => alice.node.cell.shown.proposals().find(({ state }) => state === 'voting');
    const approved = await pollUntil(ballot, (open) => open?.tally.approve === 4, SETTLE_MS);
    this.clock.set(may(12, 22, 30));
    await this.#wake(approved?.id ?? '');
    // Who is told later than it reads it in the log meets everybody anew then: not in the middle of the story.
    const isIn = () => erin.isMember() && erin.node.cell.joining() === null && alice.knows(erin);
    await pollUntil(isIn, Boolean, SETTLE_MS);
    await this.#met();
    await this.#settled();
  }

  async #write(): Promise<void> {
    const { alice, bob, dave } = this.members;
    this.clock.set(may(13, 18));
    await this.#sayToAll('alice', 'Bring your own cups on Saturday');
    await this.#sayToAll('carol', 'I bring two extra');
    this.clock.set(may(13, 18, 5));
    await this.#say('dave', 'alice', 'Can you lend me the long ladder?');
    this.clock.set(may(13, 18, 12));
    await this.#say('alice', 'dave', 'Yes. It leans at the shed.\nMind the third rung.');
    await this.#say('bob', 'alice', 'The mill at ten?');
    await this.#say('erin', 'carol', 'Are there eggs left?');
    for (const thread of ['broadcast', dave.did, bob.did]) await alice.ask('messages.markRead', { thread });
  }

  async #today(): Promise<void> {
    await this.#morning();
    await this.#afternoon();
    await this.#evening();
  }

  async #morning(): Promise<void> {
    const { alice, dave, erin } = this.members;
    this.clock.set(may(14, 8));
    await this.#endorse('dave', 'erin', 0.4);
    await this.#endorse('alice', 'carol', 1);
    await this.#transfer('bob', 'dave', 5, 'for the paint');
    await this.#endorse('bob', 'alice', 0);
    await this.#endorse('bob', 'alice', 0.9);
    await this.#transfer('dave', 'bob', 2, 'too much');
    this.clock.set(may(14, 9));
    const key = await this.#propose(
      'carol',
      'One key to the shed for everybody',
      'Today there are two keys, and whoever needs the mower asks around.\n\nSix copies cost 18 tokens; the lock stays.',
      48 * HOUR_MS,
    );
    await this.#vote(key, { carol: 'APPROVE', dave: 'REJECT' });
    await dave.ask('governance.comment', { id: key, text: 'Who pays when one is lost?' });
    await this.#settled();
    this.clock.set(may(14, 9, 20));
    const garden = await this.#draft('dave', 'A garden behind the mill', 'Beans first.');
    await dave.ask('governance.review', { id: garden });
    await this.#settled();
    await erin.ask('governance.comment', { id: garden, text: 'And tomatoes.' });
    await this.#settled();
    this.clock.set(may(14, 9, 40));
    // Both take the next number, for neither has heard of the other.
    const drafts = [
      { by: alice, title: 'A lamp at the gate', text: '' },
      { by: erin, title: 'Cut the hedge in June', text: 'Before the birds are back.' },
    ];
    const [lamp, hedge] = (await Promise.all(
      drafts.map(async ({ by, title, text }) => {
        const { id } = await by.ask('governance.propose', { title, text, open: false });
        this.proposals.set(title, id);
        return id;
      }),
    )) as [string, string];
    await this.#settled();
    await alice.ask('governance.revise', { id: lamp, title: 'A lamp at the gate', text: 'With a switch.' });
    await this.#settled();
    for (const [index, text] of TALK.entries()) {
      this.clock.set(may(14, 9, 41 + index));
      await this.members[index % 2 ? 'erin' : 'carol'].ask('governance.comment', { id: lamp, text });
      await this.#settled();
    }
    this.clock.set(may(14, 10));
    await erin.ask('governance.open', { id: hedge, deadlineMs: 72 * HOUR_MS });
    await this.#settled();
    await this.#vote(hedge, { erin: 'APPROVE', alice: 'APPROVE' });
  }

  async #afternoon(): Promise<void> {
    const { alice, bob, carol, erin } = this.members;
    this.clock.set(may(14, 14));
    for (let cycle = 0; cycle < 30; cycle += 1) {
      const [intensity, novelty] = [0.2 + (cycle % 4) * 0.2, 0.1 + (cycle % 7) * 0.1];
      await alice.ask('agent.cycle', { type: cycle % 3 ? 'visual' : 'auditory', intensity, novelty });
    }
    this.clock.set(may(14, 14, 40));
    await bob.stop();
    await this.#away('bob');
    await alice.ask('messages.send', { to: bob.did, text: 'Meet at the mill at ten' });
    this.clock.set(may(14, 15, 10));
    const { id } = await alice.ask('messages.send', { to: bob.did, text: 'Or at nine' });
    await alice.ask('messages.cancel', { id, to: null });
    await alice.ask('messages.send', { to: bob.did, text: 'The long ladder is with dave' });
    this.clock.set(may(14, 16, 20));
    await this.#sayToAll('alice', 'The bench stands again');
    await carol.ask('me.setOnline', { online: false });
    await this.#away('carol');
    this.clock.set(may(14, 16, 50));
    await this.#say('dave', 'alice', 'It stands well.');
    erin.aheadMs = 4 * 60_000;
    for (const online of [false, true]) await erin.ask('me.setOnline', { online });
    await pollUntil(
      () => alice.node.peers().find(({ did }) => did === erin.did)?.clockAheadMs ?? 0,
      (ahead) => ahead > 200_000,
      SETTLE_MS,
    );
    // The agent feels that they stay away before anything else happens.
    await pollUntil(
      () => alice.node.agent.episodes({ before: null, limit: 20 }).episodes.map(({ label }) => label),
      (labels) => ['bob', 'carol'].every((name) => labels.includes(`Peer still away, ${name}`)),
      SETTLE_MS,
    );
    this.clock.set(may(14, 17, 10));
    await this.#say('dave', 'alice', 'Shall I bring it back?');
    this.clock.set(may(14, 17, 20));
    await this.#say('erin', 'alice', 'The hedge can wait.');
    this.clock.set(may(14, 17, 30));
    await this.#say('dave', 'alice', 'Or tomorrow?');
  }

  async #evening(): Promise<void> {
    const { alice, grace } = this.members;
    this.clock.set(may(14, 17, 35));
    // Who asks to join is let in by nobody yet.
    await grace.start();
    const { code } = await alice.ask('cell.invite', { hours: 24 });
    await grace.ask('cell.join', { code, compare: true });
    await pollUntil(
      () => alice.node.cell.shown.view()?.joinRequests.find(({ words }) => words !== null),
      (asking) => asking !== undefined,
      SETTLE_MS,
    );
    this.clock.set(may(14, 17, 41));
    await this.#say('dave', 'alice', 'The rope, too?');
    await this.#settled();
    this.clock.set(NOW);
  }

  // What they do

  /** Asks to join, and is accepted by alice. */
  async #ask(name: Name): Promise<void> {
    const { alice } = this.members;
    const newcomer = this.members[name];
    const { code } = await alice.ask('cell.invite', { hours: 24 });
    await newcomer.ask('cell.join', { code, compare: false });
    const request = await pollUntil(
      () =>
        alice.node.cell.shown.view()?.joinRequests.find((one) => one.name === name && one.state === 'asking'),
      (asking) => asking !== undefined,
      SETTLE_MS,
    );
    await alice.ask('cell.answerJoin', { scid: request?.scid ?? '', accept: true });
  }

  async #join(name: Name): Promise<void> {
    await this.#ask(name);
    await pollUntil(
      () => this.members[name].isMember() && this.members.alice.knows(this.members[name]),
      Boolean,
      SETTLE_MS,
    );
    await this.#settled();
  }

  #scid(name: Name): string {
    return this.members.alice.node.cell.shown.view()?.members.find((one) => one.name === name)?.scid ?? '';
  }

  async #endorse(from: Name, to: Name, strength: number): Promise<void> {
    await this.members[from].ask('trust.endorse', { scid: this.#scid(to), strength });
    await this.#settled();
  }

  async #transfer(from: Name, to: Name, amount: number, note: string): Promise<void> {
    await this.members[from].ask('tokens.transfer', { scid: this.#scid(to), amount, ...(note && { note }) });
    await this.#settled();
  }

  async #propose(by: Name, title: string, text: string, deadlineMs = HOUR_MS): Promise<string> {
    const { id } = await this.members[by].ask('governance.propose', { title, text, open: true, deadlineMs });
    this.proposals.set(title, id);
    await this.#settled();
    return id;
  }

  async #draft(by: Name, title: string, text: string): Promise<string> {
    const { id } = await this.members[by].ask('governance.propose', { title, text, open: false });
    this.proposals.set(title, id);
    await this.#settled();
    return id;
  }

  async #say(from: Name, to: Name, text: string): Promise<void> {
    const [sender, reader] = [this.members[from], this.members[to]];
    sender.send(reader, text);
    await pollUntil(() => reader.received(sender).includes(text), Boolean, SETTLE_MS);
  }

  /** To those who are there, at least. */
  async #sayToAll(from: Name, text: string): Promise<void> {
    const sender = this.members[from];
    sender.send('broadcast', text);
    const readers = this.present.filter((one) => one !== sender);
    await pollUntil(
      () => readers.every((one) => one.received(sender, 'broadcast').includes(text)),
      Boolean,
      SETTLE_MS,
    );
  }

  /** alice sees that it is gone. */
  async #away(name: Name): Promise<void> {
    const { did } = this.members[name];
    await pollUntil(
      () => this.members.alice.node.peers().find((peer) => peer.did === did)?.link.state,
      (state) => state !== 'connected',
      SETTLE_MS,
    );
  }

  async #vote(id: string, votes: Partial<Record<Name, Choice>>): Promise<void> {
    for (const [name, choice] of Object.entries(votes)) {
      await this.members[name as Name].ask('governance.vote', { id, choice, comment: null });
      await this.#settled();
    }
  }

  /** At a time after its deadline. */
  async #decided(id: string, at: Date, outcome: string): Promise<void> {
    this.clock.set(at);
    await this.#wake(id);
    for (const member of this.present) {
      await pollUntil(
        async () => (await member.ask('state.snapshot', {})).proposals.find((one) => one.id === id)?.state,
        (state) => state === outcome,
        SETTLE_MS,
      );
    }
    await this.#settled();
  }

  /** Whatever is news wakes members who look at the clock once a minute. */
  async #wake(id: string): Promise<void> {
    await this.members.bob.ask('governance.comment', { id, text: 'Time is up.' });
  }

  /** All who are there are connected, each to each. */
  async #met(): Promise<void> {
    const dids = this.present.map(({ did }) => did);
    const isMet = (one: StreetMember): boolean => {
      const met = one.node.peers().filter(({ link }) => link.state === 'connected');
      return dids.every((did) => did === one.did || met.some((peer) => peer.did === did));
    };
    await pollUntil(() => this.present.every(isMet), Boolean, SETTLE_MS);
  }

  /** All who are there hold the same receipts. */
  async #settled(): Promise<void> {
    await pollUntil(
      () => {
        const cells = this.present.filter((one) => one.node.online).map((one) => one.node.cell.current);
        return cells.map((cell) => `${cell?.stateHash()} ${cell?.log.graph.size}`);
      },
      (hashes) => new Set(hashes).size === 1,
      SETTLE_MS,
    );
  }
}
