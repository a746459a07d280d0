import { expect, it, onTestFinished } from 'vitest';
import { person, testNode } from '../../support/messaging.ts';

const [alice, bob, carol] = [person('alice'), person('bob'), person('carol')];

function queueOf(...peers: (typeof alice)[]) {
  const node = testNode(alice, peers);
  onTestFinished(() => node.close());
  return node.queue;
}

it('shows a text to everyone once for each member that lacks it, each as far as it has come', async () => {
  const queue = queueOf(bob, carol);
  queue.enqueue('bob', 'to bob alone');
  queue.enqueue('broadcast', 'to both');
  const [toCarol] = await queue.prepare(carol.identity.did);
  queue.begin([toCarol!]);

  const { rows, more, summary } = queue.undelivered.page({ after: null, limit: 10 });
  expect(rows.map(({ to, message }) => [to, message.number, message.state])).toEqual([
    [bob.identity.did, 1, 'queued'],
    ...[
      [bob.identity.did, 2, 'queued'],
      [carol.identity.did, 2, 'sending'],
    ].sort((a, b) => (a[0]! < b[0]! ? -1 : 1)),
  ]);
  expect(more).toBe(false);
  expect(summary).toMatchObject({
    messages: 2,
    rows: 3,
    recipients: [
      { to: bob.identity.did, messages: 2 },
      { to: carol.identity.did, messages: 1 },
    ],
  });

  // Carol's part travels, and may arrive: only bob's message is given up.
  expect(queue.cancelWaiting(null)).toEqual({ cancelled: 1, left: 1 });
  expect(queue.get(1)!.state).toBe('cancelled');
  expect(queue.undelivered.page({ after: null, limit: 10 }).summary.messages).toBe(1);
});

it('gives pages that follow each other without a gap, and the beginning of a long text', () => {
  const queue = queueOf(bob, carol);
  for (let number = 0; number < 5; number += 1) queue.enqueue('broadcast', `${number} ${'😀'.repeat(400)}`);
  queue.enqueue('dave', 'nobody is called so yet');
  const seen: string[] = [];
  let after: { number: number; to: string } | null = null;
  for (;;) {
    const page = queue.undelivered.page({ after, limit: 3 });
    seen.push(...page.rows.map(({ to, message }) => `${message.number} ${to}`));
    for (const { message } of page.rows) expect(message.text).toMatch(/^[\w ]+(😀)*…?$/u);
    expect(page.summary.rows).toBe(11);
    const last = page.rows.at(-1)!;
    after = { number: last.message.number, to: last.to };
    if (!page.more) break;
  }
  expect(new Set(seen).size).toBe(11);
  expect(seen).toHaveLength(11);
  expect(seen.at(-1)).toBe('6 dave');
});
