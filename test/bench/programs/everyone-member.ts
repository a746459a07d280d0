// Whole nodes that write to everyone, of the checkout that they are given. Arguments: FOLDER NAME…
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import type { LiveMember } from '../../support/cell/live-member.ts';
import { answerBench } from '../frame/program.ts';

export interface Question {
  readonly name: string;
  readonly order: Order;
}

export type Order =
  | { readonly do: 'found' }
  | { readonly do: 'invite' }
  | { readonly do: 'join'; readonly code: string }
  | { readonly do: 'state' }
  | { readonly do: 'write'; readonly texts: number; readonly bytes: number }
  | { readonly do: 'received' }
  | { readonly do: 'stop' };

/** What a member knows: how many others, how many of them are connected, what waits, what came, its part of what its process cost. */
export interface State {
  readonly others: number;
  readonly connected: number;
  readonly waiting: number;
  readonly received: number;
  readonly cpuMs: number;
}

type Answer = (order: Order) => Promise<unknown>;

answerBench(async (root, folder = '', ...names) => {
  const modules = await import(join(root, 'test/support/cell/live-member.ts'));
  const members = new Map<string, Answer>();
  for (const name of names) {
    const member = new (modules.LiveMember as typeof LiveMember)(folder, name);
    members.set(name, await answering(member, names.length));
  }
  return (question) => {
    const { name, order } = question as Question;
    return members.get(name)?.(order);
  };
});

async function answering(member: LiveMember, inProcess: number): Promise<Answer> {
  const { name } = member;
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

  return async (order) => {
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
          cpuMs: (user + system) / 1_000 / inProcess,
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
}
