import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { VERSION } from '#shared/contract/version.ts';
import type { DoctorFacts, Firewalls, Versions } from '../facts.ts';

/** Where a packet goes that is for nobody near; on Linux. */
export function defaultRoutes(): DoctorFacts['routes'] {
  if (process.platform !== 'linux') return null;
  const v4 = lines('/proc/net/route').some((line) => /^\S+\s+00000000\s+(?!00000000)/.test(line));
  const v6 = lines('/proc/net/ipv6_route').some((line) => /^0{32} 00 .*\s(?!lo$)\S+$/.test(line));
  return { v4, v6 };
}

/** Signs that one is there: who is not root cannot read what it does. */
export function firewallHints(): Firewalls | null {
  if (process.platform !== 'linux') return null;
  return {
    ufw: lines('/etc/ufw/ufw.conf').some((line) => /^ENABLED=yes/i.test(line)),
    firewalld: existsSync('/run/firewalld'),
    nftables: existsSync('/etc/systemd/system/sysinit.target.wants/nftables.service'),
  };
}

export function versions(): Versions {
  const db = new Database(':memory:');
  const sqlite = String(db.prepare('SELECT sqlite_version()').pluck().get());
  db.close();
  return {
    app: VERSION,
    node: process.versions.node,
    sqlite,
    platform: `${process.platform} ${process.arch}`,
  };
}

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
