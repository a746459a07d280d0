/** A recovery in which one process is killed before or after one of its writes while all others live on. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { type LiveMember, liveCell } from '../../support/cell/live-member.ts';
import { expectOneKey, seedOf } from '../../support/cell/one-key.ts';
import type { Asked, Said, Told } from '../../support/cell/recovering-process.ts';
import {
  codeOf,
  ended,
  everybody,
  fellowActs,
  isDone,
  machineActs,
  memberIn,
  type Standing,
  standingOf,
  type World,
  worldIn,
} from '../../support/cell/recovery-world.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { expectNowhere, filesIn, secretsIn } from '../../support/secrets-nowhere.ts';
import { setUp } from '../../support/set-up.ts';

const SCRIPT = fileURLToPath(new URL('../../support/cell/recovering-process.ts', import.meta.url));
const ROLES = ['machine', 'bob', 'carol'] as const;
type Role = (typeof ROLES)[number];
/** So many points each of them comes by at the very least, before and after its writes. */
const SURE: Readonly<Record<Role, number>> = { machine: 20, bob: 20, carol: 10 };
const LIMIT_MS = 90_000;

/** The one of them that is a process of its own. */
class Apart {
  readonly process: ChildProcess;
  is: Standing | null = null;
  writes = 0;
  code: string | null = null;
  needsCode = false;

  constructor(told: Told) {
    this.process = fork(SCRIPT, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.process.on('message', (said: Said) => {
      if ('is' in said) [this.is, this.writes] = [said.is, said.writes];
      else if ('code' in said) this.code = said.code;
      else this.needsCode = true;
    });
    this.process.send(told);
  }

  get isOver(): boolean {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** It may be killed at any time: who is not there is not asked. */
  ask(asked: Asked): void {
    if (!this.isOver) this.process.send(asked, () => undefined);
  }

  async stop(): Promise<void> {
    if (this.isOver) return;
    const exited = once(this.process, 'exit');
    this.ask({ do: 'stop' });
    await exited;
  }
}

/** alice's computer is lost; a new one has a code of bob's. Nobody runs. */
async function lostMachine(folder: string): Promise<World> {
  const [alice, bob, carol] = (await liveCell(folder, ['alice', 'bob', 'carol'], {
    make: (name) => memberIn(folder, name),
    deadlineMs: 20_000,
  })) as [LiveMember, LiveMember, LiveMember];
  const words = (await alice.node.words.show()).words.join(' ');
  // They have met, and know where: nobody else can tell them once she is gone.
  await pollUntil(
    () => bob.node.peers().filter(({ link }) => link.state === 'connected').length,
    (count) => count === 2,
  );
  const { did } = alice;
  await alice.stop();
  rmSync(alice.home, { recursive: true });
  const machine = memberIn(folder, 'alice again');
  await machine.start();
  const world = { machine, bob, carol, words, code: codeOf(bob), did };
  await ended(everybody(world));
  return world;
}

/** Until the machine is the member again everywhere. Returns whether the one apart was killed, and started again. */
async function goesOn(world: World, role: Role, killedAt: number | null): Promise<boolean> {
  const { did, words, code } = world;
  const here = ROLES.filter((one) => one !== role);
  await Promise.all(here.map((one) => world[one].start()));
  onTestFinished(() => ended(here.map((one) => world[one])));
  const { name, home, secret } = world[role];
  const folder = join(home, '..');
  const told = { name, folder, did, words, code, isMachine: role === 'machine' };
  const start = (at: number | null): Apart => {
    const one = new Apart({ ...told, secret: Buffer.from(secret).toString('base64'), killedAt: at });
    onTestFinished(() => void one.process.kill('SIGKILL'));
    return one;
  };
  let apart = start(killedAt);
  let wasKilled = false;
  let asked = false;
  const newCode = (): string | null => {
    if (role !== 'bob') return codeOf(world.bob);
    const { code: another } = apart;
    if (another === null && !asked) apart.ask({ do: 'code' });
    asked = another === null;
    apart.code = null;
    return another;
  };
  const look = (): readonly (Standing | null)[] => {
    if (apart.isOver) {
      expect([wasKilled, apart.process.signalCode]).toEqual([false, 'SIGKILL']);
      wasKilled = true;
      asked = false;
      apart = start(null);
    }
    if (apart.needsCode && role !== 'bob') apart.ask({ code: codeOf(world.bob) });
    apart.needsCode = false;
    for (const one of here)
      if (one === 'machine') machineActs(world.machine, world, newCode);
      else fellowActs(world[one]);
    return [...here.map((one) => standingOf(world[one], did)), apart.is];
  };
  await pollUntil(
    look,
    (all) => all.every((one) => one !== null) && isDone(all as Standing[], did),
    LIMIT_MS,
  );
  // What it holds is on its disk, also where it is killed only now.
  await apart.stop();
  await world[role].start();
  return wasKilled || apart.process.signalCode === 'SIGKILL';
}

const folder = mkdtempSync(join(tmpdir(), 'ghoststack-one-killed-'));
const base = join(folder, 'before');
let lost: World;

setUp('a cell whose member has lost her computer', {
  make: async () => {
    lost = await lostMachine(base);
  },
  clear: async () => rmSync(folder, { recursive: true, force: true }),
  limitMs: 60_000,
});

/** All points in the long form, until there are no more; in the short one any of them. */
function* pointsOf(role: Role): Generator<number> {
  if (process.env.GHOSTSTACK_LONG) for (let at = 1; ; at += 1) yield at;
  yield 1 + Math.floor(Math.random() * SURE[role]);
}

/** In the short form one of the two members, another each time. */
const LEFT_OUT = Math.random() < 0.5 ? 'bob' : 'carol';
const TRIED = process.env.GHOSTSTACK_LONG ? ROLES : ROLES.filter((role) => role !== LEFT_OUT);

test.each(TRIED)(
  'a recovery in which %s alone is killed before or after one of its writes goes on with the others, who never stop, under one key',
  async (role) => {
    for (const at of pointsOf(role)) {
      const copy = join(folder, `${role} ${at}`);
      cpSync(base, copy, { recursive: true });
      const world = worldIn(copy, lost);
      try {
        const wasKilled = await goesOn(world, role, at);
        await expectOneKey(world);
        if (wasKilled) continue;
      } catch (cause) {
        const why = cause instanceof Error ? cause.message : cause;
        throw new Error(`${role} killed at ${at}: ${why}`, { cause });
      }
      expect(at).toBeGreaterThan(SURE[role]);
      console.log(`${role} was killed at each of its ${at - 1} points`);
      break;
    }
  },
  1_200_000,
);

test('none of it leaves the words, or a key that they stand for, in anything that was written', () => {
  const secrets = secretsIn({ keys: [], words: [{ seed: seedOf(lost.words), madeAtMs: 0 }] });
  const written = filesIn(folder).map((path) => ({ path, text: readFileSync(path, 'latin1') }));
  expect(written.length).toBeGreaterThan(20);
  expectNowhere(written, secrets, []);
});
