/** Which addresses a process and all below it hold sockets at, as the kernel tells (proc_net(5)). Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export interface OpenSocket {
  readonly protocol: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  readonly address: string;
  readonly port: number;
  readonly listens: boolean;
}

const TCP_LISTEN = '0A';

function parentOf(pid: string): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ')[1] ?? null;
  } catch {
    return null;
  }
}

/** The process itself, and whatever it has started. */
export function processTree(root: number): string[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const parents = new Map(all.map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid: string | null): boolean =>
    pid !== null && (pid === String(root) || isBelow(parents.get(pid) ?? null));
  return all.filter((pid) => isBelow(pid));
}

function inodesOf(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    });
  } catch {
    return [];
  }
}

/** Four bytes at a time, the lowest first. */
function addressOf(hex: string): string {
  const bytes = Buffer.from(hex, 'hex');
  for (let at = 0; at < bytes.length; at += 4) bytes.subarray(at, at + 4).reverse();
  return bytes.length === 4 ? bytes.join('.') : bytes.toString('hex');
}

export function openSockets(root: number): OpenSocket[] {
  const own = new Set(processTree(root).flatMap(inodesOf));
  return (['tcp', 'tcp6', 'udp', 'udp6'] as const).flatMap((protocol) =>
    readFileSync(`/proc/net/${protocol}`, 'utf8')
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => own.has(fields[9] ?? ''))
      .map((fields) => {
        const [address = '', port = ''] = (fields[1] ?? '').split(':');
        return {
          protocol,
          address: addressOf(address),
          port: Number.parseInt(port, 16),
          listens: fields[3] === TCP_LISTEN,
        };
      }),
  );
}
