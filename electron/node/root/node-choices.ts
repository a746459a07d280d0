import { z } from 'zod';
import { DEFAULT_SETTINGS, Settings } from '#shared/contract/domain/settings.ts';
import type { SettingsStore } from '../store/settings-store.ts';
import { withoutUndefined } from '../store/without-undefined.ts';
import type { DiscoveryKind } from '../transport/discovery/discovery.ts';

export type SettingsChange = { [K in keyof Settings]?: Settings[K] | undefined };

/** Before conversations were muted, people were: by their DIDs alone, which are those of the conversations with them. */
const STORED = z.preprocess(withMutedThreads, Settings.partial());

function withMutedThreads(stored: unknown): unknown {
  const { notices, ...others } = (stored ?? {}) as { notices?: { muted?: unknown } };
  if (!Array.isArray(notices?.muted)) return stored;
  const muted = notices.muted.map((one: unknown) =>
    typeof one === 'string' ? { thread: one, untilMs: null } : one,
  );
  return { ...others, notices: { ...notices, muted } };
}

/** What the operator has chosen for this node. Kept over restarts. */
export class NodeChoices {
  readonly #store: SettingsStore;

  constructor(store: SettingsStore) {
    this.#store = store;
  }

  /** False while the node is offline on purpose. */
  get online(): boolean {
    return this.#store.get('online', z.boolean(), true);
  }

  set online(online: boolean) {
    this.#store.set('online', online);
  }

  /** What was stored before there was a choice lacks it, and keeps the others. */
  settings(): Settings {
    return { ...DEFAULT_SETTINGS, ...withoutUndefined(this.#store.get('settings', STORED, {})) };
  }

  update(change: SettingsChange): Settings {
    const next = Settings.parse({ ...this.settings(), ...withoutUndefined(change) });
    this.#store.set('settings', next);
    return next;
  }

  /** Whether mail of others is kept, and how much of each. */
  carrying(): { carries: boolean; shareMib: number } {
    const { carryForOthers, carryMib } = this.settings();
    return { carries: carryForOthers, shareMib: carryMib };
  }

  /** How members are looked for by multicast. */
  discovery(): readonly DiscoveryKind[] {
    return this.settings().libp2pDiscovery ? ['own', 'libp2p'] : ['own'];
  }
}
