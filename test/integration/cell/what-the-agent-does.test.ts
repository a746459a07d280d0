import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DEFAULT_BUDGET } from '#shared/contract/domain/agent-act.ts';
import type { PolicySpec } from '#shared/contract/domain/policy.ts';
import { ANY_RECEIPT } from '#shared/contract/domain/receipt.ts';
import { DAY_MS } from '#shared/protocol/limits.ts';
import { localMinute } from '../../../electron/node/agent/local-minute.ts';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { pollUntil } from '../../support/poll-until.ts';

const STIMULUS = { type: 'visual', intensity: 0.6, novelty: 0.5 };

/** How many of its messages to everyone have not come to an end. */
function onItsWay({ node }: LiveMember): number {
  const { messages } = node.messages.list({ thread: 'broadcast', before: null, limit: 500 });
  const isOver = (state: string) => ['delivered', 'expired', 'refused', 'cancelled'].includes(state);
  return messages.filter(({ direction, state }) => direction === 'out' && !isOver(state)).length;
}

/** Does one thing, whatever is noticed. */
const always = (otherwise: 'signal' | 'explore'): PolicySpec => ({
  name: 'script',
  version: 1,
  script: { rules: [], otherwise },
});

test('what agents of real members do says which cycle led to it, can be gone through elsewhere, and is learned from', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-does-'));
  const [alice, bob] = (await liveCell(folder, ['alice', 'bob'])) as [LiveMember, LiveMember];
  const fromAlice = () => bob.node.messages.list({ thread: 'broadcast', before: null, limit: 100 }).messages;
  const outcomes = () => alice.node.agent.state().outcomes.map(({ outcome }) => outcome);
  const came = (outcome: string) => pollUntil(outcomes, (all) => all.some((one) => one === outcome), 30_000);
  try {
    for (const { node } of [alice, bob]) node.agent.choose('budget', { ...DEFAULT_BUDGET, quiet: null });
    alice.node.agent.setAutonomy('act');
    alice.node.agent.choose('policy', always('signal'));

    // A message without a click: bob sees that an agent wrote it, and goes through its cycle himself.
    alice.node.agent.cycle(STIMULUS);
    const [message] = await pollUntil(fromAlice, (all) => all.length === 1);
    const { json } = alice.node.mind.exportCycle({ subject: message!.id });
    expect(bob.node.mind.checkCycle(json, message!.agent!)).toMatchObject({
      fault: null,
      cycle: { action: 'signal' },
    });
    const changed = json.replace('"novelty": 0.5', '"novelty": 0.6');
    expect(bob.node.mind.checkCycle(changed, message!.agent!).fault).not.toBeNull();
    expect(() => bob.node.mind.exportCycle({ subject: message!.id })).toThrow(/Nothing is kept/);

    // Acknowledged, and answered: each is learned, once, and moves dopamine.
    await came('message-acknowledged');
    const { dopamine } = alice.node.agent.state();
    bob.node.messages.send('broadcast', 'All well here.', message!.id);
    await came('message-answered');
    expect(alice.node.agent.state().dopamine).toBeGreaterThan(dopamine);

    // Within ten minutes it suggests, and a stop takes even that away.
    alice.aheadMs += 2000;
    alice.node.agent.cycle(STIMULUS);
    expect(alice.node.agent.state().suggestion).toMatchObject({ kind: 'message', held: 'interval' });
    expect(alice.node.agent.setBraked(true).suggestion).toBeNull();
    alice.aheadMs += 11 * 60_000;
    alice.node.agent.cycle(STIMULUS);
    expect(fromAlice().filter(({ agent }) => agent !== undefined)).toHaveLength(1);
    alice.node.agent.setBraked(false);

    // A proposal by a click: the cell votes, and a restart between loses nothing.
    alice.node.agent.choose('policy', always('explore'));
    alice.node.agent.cycle(STIMULUS);
    const suggestion = alice.node.agent.state().suggestion!;
    alice.node.acceptSuggestion(suggestion.id, { text: 'Plant a pear tree' });
    const proposed = () =>
      alice.node.cell.shown.proposals().find(({ title }) => title === 'Plant a pear tree');
    expect(proposed()).toMatchObject({ agent: suggestion.digest, state: 'voting' });
    const { id } = proposed()!;
    const [receipt] = alice.node.cell.shown
      .receipts({ ...ANY_RECEIPT, before: null, limit: 50 })
      .receipts.filter(({ hash }) => hash === id);
    expect(receipt!.deed).toMatchObject({ did: 'draft', agent: suggestion.digest });
    alice.node.cell.deciding().vote(id, 'APPROVE', null);
    await alice.stop();
    await alice.start();
    await pollUntil(
      () => bob.node.cell.shown.proposals().some((one) => one.id === id && one.state === 'voting'),
      Boolean,
      30_000,
    );
    bob.node.cell.deciding().vote(id, 'APPROVE', null);
    await came('proposal-passed');
    expect(outcomes()).toEqual(['message-acknowledged', 'message-answered', 'proposal-passed']);
    expect(alice.node.mind.why({ subject: id })).toMatchObject({
      digest: suggestion.digest,
      cycle: { action: 'explore' },
    });
    expect(alice.node.mind.why({ subject: id }).nearest).toHaveLength(3);
  } finally {
    await Promise.all([alice, bob].map((member) => member.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
});

test('two agents that may act stay within their budgets for a week, and do not answer each other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-week-'));
  const [alice, bob] = (await liveCell(folder, ['alice', 'bob'])) as [LiveMember, LiveMember];
  const both = [alice, bob];
  const byAgents = () =>
    alice.node.messages
      .list({ thread: 'broadcast', before: null, limit: 500 })
      .messages.filter(({ agent }) => agent !== undefined);
  const MINUTE_MS = 60_000;
  const DAYS = 7;
  try {
    const budget = { ...DEFAULT_BUDGET, quiet: null, actsPerDay: 3 };
    for (const { node } of both) {
      node.agent.choose('budget', budget);
      node.agent.choose('policy', always('signal'));
      node.agent.setAutonomy('act');
    }
    bob.node.agent.choose('budget', { ...budget, quiet: DEFAULT_BUDGET.quiet });
    // Every four hours something happens to each, and each would write each time; alice is stopped for the fourth day.
    let stoppedAt = 0;
    let releasedAt = 0;
    const nowOf = (member: LiveMember) => Date.now() + member.aheadMs;
    for (let hour = 0; hour < DAYS * 24; hour += 4) {
      if (hour === 72) {
        stoppedAt = nowOf(alice);
        alice.node.agent.setBraked(true);
      }
      if (hour === 96) {
        releasedAt = nowOf(alice);
        alice.node.agent.setBraked(false);
      }
      for (const member of both) member.node.agent.cycle(STIMULUS);
      for (const member of both) member.aheadMs += 4 * 60 * MINUTE_MS;
    }
    const doneBy = (member: LiveMember) =>
      member.node.agent.acts
        .since(0)
        .filter(({ alone }) => alone)
        .map(({ atMs }) => atMs);
    expect(doneBy(alice).length).toBeGreaterThan(DAYS);
    expect(doneBy(bob).length).toBeGreaterThan(DAYS);
    for (const done of both.map(doneBy)) {
      const within = (at: number, lengthMs: number) =>
        done.filter((other) => other >= at && other < at + lengthMs).length;
      expect(Math.max(...done.map((at) => within(at, DAY_MS)))).toBeLessThanOrEqual(3);
      expect(Math.max(...done.map((at) => within(at, 10 * MINUTE_MS)))).toBe(1);
    }
    expect(doneBy(alice).filter((at) => at >= stoppedAt && at < releasedAt)).toEqual([]);
    const isQuiet = (minute: number) => minute >= 22 * 60 || minute < 7 * 60;
    expect(doneBy(bob).filter((at) => isQuiet(localMinute(at)))).toEqual([]);
    // All of it arrives but what is older than a week by now.
    const fresh = doneBy(bob).filter((at) => nowOf(bob) - at < DAYS * DAY_MS - 60 * MINUTE_MS);
    const arrived = () => byAgents().filter(({ direction }) => direction === 'in').length;
    await pollUntil(arrived, (n) => n >= fresh.length, 60_000);
    // What came late would count as a turn below, and stand after what was written since: nothing is on its way.
    await pollUntil(
      () => both.map(onItsWay),
      (counts) => counts.every((count) => count === 0),
      60_000,
    );

    // Each word of one is felt by the other, who answers, until both hold back; a person's word lets them go on.
    for (const { node } of both) node.agent.choose('budget', { ...budget, actsPerDay: 100 });
    for (const member of both) member.aheadMs += 25 * 60 * MINUTE_MS;
    const before = byAgents().length;
    for (let turn = 0; turn < 5; turn += 1) {
      for (const member of both) member.node.agent.cycle(STIMULUS);
      for (const member of both) member.aheadMs += 11 * MINUTE_MS;
      await pollUntil(byAgents, (all) => all.length >= before + Math.min(4, 2 * turn + 2), 30_000);
    }
    alice.node.agent.cycle(STIMULUS);
    expect(alice.node.agent.state().suggestion).toMatchObject({ held: 'echo' });
    // Ten were wished for; what is on its way when one holds back arrives all the same.
    expect(byAgents().length).toBeLessThanOrEqual(before + 8);
    alice.send('broadcast', 'Thank you both, that will do.');
    alice.node.agent.cycle(STIMULUS);
    expect(alice.node.agent.state().suggestion?.held).not.toBe('echo');
  } finally {
    await Promise.all(both.map((member) => member.stop()));
    rmSync(folder, { recursive: true, force: true });
  }
});
