/**
 * Networks made of Linux network namespaces: each node has its own, and they hang on one bridge in a namespace of its
 * own, without a default route. Nothing of the machine's own network is touched.
 */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { Requirement } from './requirements.ts';

export interface Namespace {
  readonly name: string;
  /** Of its one interface on the bridge. */
  readonly address: string;
  /** A command that runs in it. */
  command(program: string, ...args: string[]): [string, string[]];
  /** Gives it a default route, to nowhere. */
  setDefaultRoute(): void;
  /** Takes the link down and up again: a pulled cable. */
  setLink(up: boolean): void;
  /** Takes the adapter out and puts it back at once: the same name, address and routes, with another index. */
  replaceAdapter(): void;
}

export interface NamespaceNetwork {
  readonly nodes: readonly Namespace[];
  /** Parts the groups from each other, or joins them again. */
  setTrunk(up: boolean): void;
  /** Removes everything that was made. */
  close(): void;
}

/** Null where such networks can be made. */
export function namespacesRequirement(): Requirement {
  if (process.platform !== 'linux') {
    return { what: 'Network namespaces exist on Linux only.', remedy: 'use Linux.' };
  }
  try {
    ip('-V');
  } catch {
    return { what: 'The command `ip` is missing.', remedy: 'apt-get install iproute2' };
  }
  if (process.getuid?.() !== 0) {
    return { what: 'Only root may make network namespaces.', remedy: 'sudo env "PATH=$PATH" npm test' };
  }
  const probe = `gs${randomBytes(3).toString('hex')}`;
  try {
    ip('netns', 'add', probe);
    ip('netns', 'del', probe);
  } catch {
    return {
      what: 'This system does not let root make network namespaces.',
      remedy: 'run outside of a container, or in one with CAP_SYS_ADMIN and CAP_NET_ADMIN.',
    };
  }
  return null;
}

/**
 * Makes namespaces at 10.77.0.1 and up: so many on one bridge, or groups of so many on a bridge each, with a trunk
 * between the bridges.
 */
export function makeNetwork(...groups: number[]): NamespaceNetwork {
  // Interface names have at most 15 characters.
  const prefix = `gs${randomBytes(3).toString('hex')}`;
  const hub = `${prefix}h`;
  const made: string[] = [];
  const add = (name: string): void => {
    ip('netns', 'add', name);
    made.push(name);
    ip('-n', name, 'link', 'set', 'lo', 'up');
  };
  const close = (): void => {
    // With its namespace goes a veth, and with it its other end.
    for (const name of made.splice(0)) ip('netns', 'del', name);
  };
  try {
    add(hub);
    groups.forEach((_, group) => {
      const bridge = `bridge${group}`;
      ip('-n', hub, 'link', 'add', bridge, 'type', 'bridge', 'stp_state', '0', 'mcast_snooping', '0');
      ip('-n', hub, 'link', 'set', bridge, 'up');
      if (group === 0) return;
      ip('-n', hub, 'link', 'add', `up${group}`, 'type', 'veth', 'peer', 'name', `down${group}`);
      ip('-n', hub, 'link', 'set', `up${group}`, 'master', 'bridge0', 'up');
      ip('-n', hub, 'link', 'set', `down${group}`, 'master', bridge, 'up');
    });
    const groupOf = groups.flatMap((size, group) => Array<number>(size).fill(group));
    const nodes = groupOf.map((group, index): Namespace => {
      const name = `${prefix}n${index}`;
      const address = `10.77.0.${index + 1}`;
      add(name);
      const port = `port${index}`;
      let hasDefaultRoute = false;
      const plugIn = (): void => {
        ip('-n', hub, 'link', 'add', port, 'type', 'veth', 'peer', 'name', 'lan0', 'netns', name);
        ip('-n', hub, 'link', 'set', port, 'master', `bridge${group}`);
        ip('-n', hub, 'link', 'set', port, 'up');
        ip('-n', name, 'address', 'add', `${address}/24`, 'dev', 'lan0');
        ip('-n', name, 'link', 'set', 'lan0', 'up');
        if (hasDefaultRoute) ip('-n', name, 'route', 'add', 'default', 'dev', 'lan0');
      };
      plugIn();
      return {
        name,
        address,
        command: (program, ...args) => ['ip', ['netns', 'exec', name, program, ...args]],
        setDefaultRoute: () => {
          hasDefaultRoute = true;
          ip('-n', name, 'route', 'add', 'default', 'dev', 'lan0');
        },
        setLink: (up) => ip('-n', hub, 'link', 'set', port, up ? 'up' : 'down'),
        replaceAdapter: () => {
          ip('-n', hub, 'link', 'del', port);
          plugIn();
        },
      };
    });
    const setTrunk = (up: boolean): void => {
      for (let group = 1; group < groups.length; group += 1) {
        ip('-n', hub, 'link', 'set', `up${group}`, up ? 'up' : 'down');
      }
    };
    return { nodes, setTrunk, close };
  } catch (error) {
    close();
    throw error;
  }
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, {
    encoding: 'utf8',
    stdio: 'pipe',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
  });
}

/** `ip` within a namespace; returns what it prints. */
export function ipWithin({ name }: Pick<Namespace, 'name'>, ...args: string[]): string {
  return ip('-n', name, ...args);
}
