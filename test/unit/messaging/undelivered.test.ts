import { expect, it, onTestFinished } from 'vitest';
import { person, testNode } from '../../support/messaging.ts';
import { expectCode } from '../../support/throws-code.ts';

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

  // Carol's part travels, and may arrive: only what waits for bob is given up.
  expect(queue.cancelWaiting(null)).toEqual({ cancelled: 2, left: 1 });
  expect(queue.get(1)!.state).toBe('cancelled');
  expect(queue.get(2)!.steps.at(-1)).toMatchObject({ step: 'cancelled', detail: 'for bob' });
  const left = queue.undelivered.page({ after: null, limit: 10 });
  expect(left.rows.map(({ to, message }) => [to, message.number])).toEqual([[carol.identity.did, 2]]);
});

it('gives up a text to everyone for one member alone, and knows what became of it for the others', async () => {
  const queue = queueOf(bob, carol);
  const number = queue.enqueue('broadcast', 'to both');
  const { id } = queue.get(number)!;
  const waitsFor = (): string[] =>
    queue.undelivered.page({ after: null, limit: 10 }).rows.map(({ to }) => to);
  expectCode('not-found', () => queue.cancel(id, 'did:key:zNobody'));

  expect(queue.cancel(id, bob.identity.did)).toMatchObject({
    state: 'queued',
    deliveredTo: { done: 0, total: 2 },
  });
  expect(waitsFor()).toEqual([carol.identity.did]);
  expect(await queue.prepare(bob.identity.did)).toEqual([]);
  expectCode('not-found', () => queue.cancel(id, bob.identity.did));
  expect(queue.cancelWaiting([{ id, to: bob.identity.did }])).toEqual({ cancelled: 0, left: 0 });

  const batch = await queue.prepare(carol.identity.did);
  queue.begin(batch);
  expectCode('conflict', () => queue.cancel(id, carol.identity.did));
  queue.release(carol.identity, batch);
  // Both parts of what nobody has any more.
  expect(
    queue.cancelWaiting([
      { id, to: carol.identity.did },
      { id, to: bob.identity.did },
    ]),
  ).toEqual({
    cancelled: 1,
    left: 0,
  });
  expect([queue.get(id)!.state, waitsFor()]).toEqual(['cancelled', []]);

  // Of a message for a name that nobody has, there is only the whole.
  queue.enqueue('dave', 'nobody is called so yet');
  expect(queue.cancelWaiting([{ id: queue.get(2)!.id, to: 'dave' }])).toEqual({ cancelled: 1, left: 0 });
  expect(queue.get(2)!.state).toBe('cancelled');
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
