/** Members in processes of their own, in network namespaces, and what they say. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { makeNetwork, type Namespace } from './network-namespaces.ts';

export const NAMES = ['alice', 'bob', 'carol'];
export const MEMBER = fileURLToPath(new URL('./lan-process.ts', import.meta.url));
export const SNIFFER = fileURLToPath(new URL('./mdns-sniffer.ts', import.meta.url));

interface Line {
  readonly atMs: number;
  readonly ready?: boolean;
  readonly connected?: string;
  readonly disconnected?: string;
  readonly holds?: number;
  readonly twin?: string;
  readonly found?: string;
  readonly discovery?: string;
  readonly stopped?: boolean;
}

export interface Running {
  readonly lines: string[];
  readonly process: ChildProcess;
  said(): Line[];
  order(order: object): void;
}

function run(namespace: Namespace, script: string, ...words: string[]): Running {
  const [command, args] = namespace.command(process.execPath, script, ...words);
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  return {
    lines,
    process: child,
    said: () => lines.map((line) => JSON.parse(line)),
    order: (order) => void child.stdin.write(`${JSON.stringify(order)}\n`),
  };
}

/** A network that is gone when the test ends, and with it what ran in it. */
export function network(count: number) {
  const made = makeNetwork(count);
  const running: Running[] = [];
  onTestFinished(async () => {
    for (const { process: child } of running) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    made.close();
  });
  const start = (index: number, script: string, ...words: string[]): Running => {
    const child = run(made.nodes[index]!, script, ...words);
    running.push(child);
    return child;
  };
  return { ...made, start };
}

export const isReady = (member: Running) => member.said().some(({ ready }) => ready);
export const connectedTo = (member: Running) =>
  new Set(member.said().flatMap(({ connected }) => connected ?? []));
export const allLinked = (members: Running[]) => members.every((member) => connectedTo(member).size === 2);
