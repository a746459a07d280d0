/** Texts to everyone in a cell of seven, each a whole node in a process of its own: all of them, once, in order. */
import { join } from 'node:path';
import { pollUntil } from '../support/poll-until.ts';
import type { BenchContext, Tree } from './frame/context.ts';
import { FORMER, type Line, type Reading, type Side } from './frame/line.ts';
import type { Program } from './frame/program.ts';
import type { Order, Question, State } from './programs/everyone-member.ts';

const NAMES = ['alice', 'bob', 'carol', 'dan', 'erin', 'frank', 'grace'];
const LIMIT_MS = 180_000;

type Sizes = 'members' | 'texts';
const TEXT_BYTES = 200;

interface Member {
  readonly name: string;
  readonly program: Program;
}

function tell<T>({ program, name }: Member, order: Order): Promise<T> {
  return program.ask<T>({ name, order } satisfies Question);
}

/** All at once; each asked on its own. */
async function untilAll(members: readonly Member[], is: (state: State) => boolean): Promise<void> {
  const states = () => Promise.all(members.map((member) => tell<State>(member, { do: 'state' })));
  await pollUntil(states, (all) => all.every(is), LIMIT_MS);
}

async function cellOf(tree: Tree, context: BenchContext<Sizes>): Promise<Member[]> {
  const folder = join(context.folder, tree.name);
  const names = NAMES.slice(0, context.sizes.members);
  // Where they only have to run, all share a process: to start seven would take longer than what they do.
  const processes = context.isShort ? [names] : names.map((name) => [name]);
  const members = processes.flatMap((inside): Member[] => {
    const program = context.program(tree, 'everyone-member.ts', { args: [folder, ...inside] });
    return inside.map((name) => ({ name, program }));
  });
  const [founder, ...others] = members as [Member, ...Member[]];
  await tell(founder, { do: 'found' });
  for (const [at, other] of others.entries()) {
    await tell(other, { do: 'join', code: await tell<string>(founder, { do: 'invite' }) });
    await untilAll([founder, other], ({ others: known }) => known === at + 1);
  }
  await untilAll(members, ({ connected }) => connected === others.length);
  return members;
}

async function write(members: readonly Member[], { texts }: BenchContext<Sizes>['sizes'], round: number) {
  const states = () => Promise.all(members.map((member) => tell<State>(member, { do: 'state' })));
  const cpuMs = (all: readonly State[]) => all.reduce((sum, state) => sum + state.cpuMs, 0);
  const before = cpuMs(await states());
  const startMs = performance.now();
  await Promise.all(members.map((member) => tell(member, { do: 'write', texts, bytes: TEXT_BYTES })));
  const due = texts * (members.length - 1) * (round + 1);
  await untilAll(members, ({ waiting, received }) => waiting === 0 && received >= due);
  const ms = performance.now() - startMs;
  const worked = cpuMs(await states()) - before;
  const deliveries = texts * members.length * (members.length - 1);
  for (const member of members) requireOnce(await tell<string[]>(member, { do: 'received' }), due);
  return { rate: (deliveries / ms) * 1_000, cpu: (worked / deliveries) * 1_000, cores: worked / ms };
}

/** Of each sender all, once, in the order in which they were written. */
function requireOnce(texts: readonly string[], due: number): void {
  const next = new Map<string, number>();
  for (const text of texts) {
    const [sender = '', number = ''] = text.split(' ');
    if (Number(number) !== (next.get(sender) ?? 0))
      throw new Error(`${sender}'s text ${number} is not its next`);
    next.set(sender, Number(number) + 1);
  }
  if (texts.length !== due) throw new Error(`${texts.length} texts came where ${due} were written`);
}

async function sideOf(tree: Tree, context: BenchContext<Sizes>): Promise<Side> {
  const members = await cellOf(tree, context);
  let round = 0;
  return (): Promise<Reading> => write(members, context.sizes, round++);
}

const everyone: Line<Sizes> = {
  number: '11',
  rows: [
    {
      key: 'rate',
      what: 'texts to everyone, all at once: stored by every other member',
      unit: 'messages/s',
      aims: [],
    },
    { key: 'cpu', what: 'CPU of all processes for a message', unit: 'µs', aims: [] },
    { key: 'cores', what: 'cores at work', unit: '', aims: [] },
  ],
  sizes: {
    members: { what: 'processes', usual: 7, short: 3 },
    texts: { what: 'texts of each', usual: 200, short: 5 },
  },
  async open(context) {
    return {
      now: await sideOf(context.now, context),
      former: `${FORMER} has no whole nodes that a program of another build could run`,
      references: {},
    };
  },
};

export const lines: readonly Line[] = [everyone];
