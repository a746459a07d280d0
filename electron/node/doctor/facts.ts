/** What the checks judge: gathered by `facts/`, judged by `checks/`. `null` is what could not be found out. */
import type { Surroundings } from '#shared/contract/domain/doctor.ts';
import type { Me } from '#shared/contract/domain/snapshot.ts';
import type { Saying } from '#shared/protocol/saying.ts';
import type { DamageNote } from '../root/damage/damage-note.ts';
import type { Damage } from '../root/damage/find-damage.ts';

export interface Probe {
  readonly name: string;
  readonly family: 4 | 6;
  /** A packet of our own came back. */
  readonly isHeard: boolean;
  /** Why it could not be sent. */
  readonly code: string | null;
}

export interface Listening {
  readonly isOnline: boolean;
  readonly addresses: readonly string[];
}

export interface Firewalls {
  readonly ufw: boolean;
  readonly firewalld: boolean;
  readonly nftables: boolean;
}

export interface Disk {
  readonly freeBytes: number | null;
  /** How long a small file took to be on the disk. */
  readonly writeMs: number | null;
  readonly code: string | null;
}

export interface DatabaseFacts {
  readonly bytes: number;
  readonly damage: Damage | null;
  /** Too large to be read each time that somebody looks. */
  readonly isSkipped: boolean;
  /** What a start has found last. */
  readonly note: DamageNote | null;
  /** Why it cannot be opened, though it is whole. */
  readonly failure: Saying | null;
}

export interface Permissions {
  readonly home: string;
  readonly objection: Saying | null;
  /** Files in it that others may open. */
  readonly openFiles: readonly string[];
}

export interface Versions {
  readonly app: string;
  readonly node: string;
  readonly sqlite: string;
  readonly platform: string;
}

export interface DoctorFacts {
  readonly isRunning: boolean;
  readonly versions: Versions;
  readonly surroundings: Surroundings | null;
  readonly listening: Listening | null;
  /** Null where members are not looked for by multicast, or nobody may ask. */
  readonly probes: readonly Probe[] | null;
  readonly routes: { readonly v4: boolean; readonly v6: boolean } | null;
  readonly firewalls: Firewalls | null;
  /** Null where nobody is met. */
  readonly clocks: readonly { readonly name: string; readonly aheadMs: number }[] | null;
  readonly disk: Disk;
  readonly keychain: {
    readonly protection: Me['keyProtection'] | null;
    readonly isAvailable: boolean | null;
  };
  readonly database: DatabaseFacts;
  readonly permissions: Permissions;
  readonly counts: Readonly<Record<string, number>>;
}
