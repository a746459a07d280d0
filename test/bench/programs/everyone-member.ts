// A whole node that writes to everyone, of the checkout that it is given. Arguments: NAME FOLDER.
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { LiveMember } from '../../support/cell/live-member.ts';
import { answerBench } from '../frame/program.ts';

export type Order =
  | { readonly do: 'found' }
  | { readonly do: 'invite' }
  | { readonly do: 'join'; readonly code: string }
  | { readonly do: 'state' }
  | { readonly do: 'write'; readonly texts: number; readonly bytes: number }
  | { readonly do: 'received' }
  | { readonly do: 'stop' };

/** What a member knows: how many others, how many of them are connected, what waits, what came, what it cost. */
export interface State {
  readonly others: number;
  readonly connected: number;
  readonly waiting: number;
  readonly received: number;
  readonly cpuMs: number;
}

answerBench(async (root, name = '', folder = '') => {
  const modules = await import(join(root, 'test/support/cell/live-member.ts'));
  const member = new (modules.LiveMember as typeof LiveMember)(folder, name);
  await member.start();
  const received = new Set<number>();
  let texts = 0;
  member.node.onChange(({ message }) => {
    if (message === undefined) return;
    const one = 'read' in message ? message.read() : message;
    if (one?.direction === 'in') received.add(one.number);
  });

  const everything = (): string[] => {
    const all: string[] = [];
    for (let before: number | null = null; ; ) {
      const page = member.node.messages.list({ thread: 'broadcast', before, limit: 500 });
      all.unshift(...page.messages.filter(({ direction }) => direction === 'in').map(({ text }) => text));
      if (!page.more) return all;
      before = page.messages[0]?.number ?? null;
    }
  };

  return async (question): Promise<unknown> => {
    const order = question as Order;
    switch (order.do) {
      case 'found':
        return void (await member.node.cell.found('Maple Street'));
      case 'invite':
        return member.node.cell.invite(1).code;
      case 'join':
        return void member.node.cell.join(order.code, false);
      case 'state': {
        const peers = member.node.peers();
        const { user, system } = process.cpuUsage();
        return {
          others: member.isMember() ? peers.length : 0,
          connected: peers.filter(({ link }) => link.state === 'connected').length,
          waiting: member.node.messages.summary().waiting,
          received: received.size,
          cpuMs: (user + system) / 1_000,
        } satisfies State;
      }
      case 'write':
        for (let number = 0; number < order.texts; number++) {
          member.send('broadcast', `${name} ${texts++} `.padEnd(order.bytes, 'x'));
          await setImmediate();
        }
        return null;
      case 'received':
        return everything();
      case 'stop':
        return member.stop();
    }
  };
});
