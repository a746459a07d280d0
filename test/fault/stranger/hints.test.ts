import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { makeNetwork, type Namespace, namespacesRequirement } from '../../support/network-namespaces.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';

const MEMBER = fileURLToPath(new URL('../../support/lan-process.ts', import.meta.url));
const STRANGER = fileURLToPath(new URL('../../support/hostile/stranger-process.ts', import.meta.url));

interface Line {
  readonly ready?: boolean;
  readonly connected?: string;
  readonly holds?: number;
  readonly twin?: string;
  readonly repeated?: string;
  readonly passedOn?: number;
}

interface Running {
  readonly process: ChildProcess;
  said(): Line[];
}

function run(namespace: Namespace, script: string, argument: string): Running {
  const [command, args] = namespace.command(process.execPath, script, argument);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: Line[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(JSON.parse(line) as Line));
  onTestFinished(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  return { process: child, said: () => lines };
}

const isReady = (one: Running) =>
  pollUntil(
    () => one.said(),
    (lines) => lines.some(({ ready }) => ready),
  );

describeIfMet(
  namespacesRequirement(),
  'A stranger on the network who repeats hints and floods it with more',
  () => {
    it('makes nobody believe in a twin, and holds up no meeting', async () => {
      const network = makeNetwork(3);
      onTestFinished(() => network.close());
      const [one, other, third] = network.nodes as [Namespace, Namespace, Namespace];
      const stranger = run(third, STRANGER, third.address);
      await isReady(stranger);
      const alice = run(one, MEMBER, 'alice');
      // Alice is heard, repeated, and looks at what claims to be her.
      await pollUntil(
        () => stranger.said(),
        (lines) => lines.some(({ repeated }) => repeated) && lines.some(({ passedOn = 0 }) => passedOn > 0),
      );
      const bob = run(other, MEMBER, 'bob');
      await isReady(bob);
      const startedMs = performance.now();
      await pollUntil(
        () => [alice, bob].map((member) => member.said().some(({ connected }) => connected !== undefined)),
        (met) => met.every(Boolean),
      );
      expect(performance.now() - startedMs).toBeLessThan(10_000);
      alice.process.stdin?.write(`${JSON.stringify({ write: 'hello, bob' })}\n`);
      await pollUntil(
        () => bob.said().findLast(({ holds }) => holds !== undefined)?.holds,
        (holds) => holds === 1,
      );
      // A probe takes two seconds at the longest.
      const endMs = performance.now() + 2_500;
      const twins = await pollUntil(
        () => [...alice.said(), ...bob.said()].flatMap(({ twin }) => twin ?? []),
        (said) => said.length > 0 || performance.now() > endMs,
      );
      expect(twins).toEqual([]);
    });
  },
);
