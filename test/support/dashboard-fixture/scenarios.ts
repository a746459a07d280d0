/** Sample data: a street with four peers, and the states that a page can be in besides. */
import { INITIAL_SLICES } from '#shared/contract/domain/initial-slices.ts';
import { DEFAULT_SETTINGS } from '#shared/contract/domain/settings.ts';
import type { Slices } from '#shared/contract/domain/snapshot.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FixtureState } from './fixture-node.ts';
import { ME, streetMessages, streetPeers, streetThreads } from './street.ts';
import { streetAgent } from './street-agent.ts';
import { withCredentials } from './street-credentials.ts';
import { withFiles } from './street-files.ts';

const SETTINGS = DEFAULT_SETTINGS;

function street(nowMs: number): FixtureState {
  const messages = streetMessages(nowMs);
  const waiting = messages.filter((one) => one.state === 'queued' || one.state === 'relayed');
  return {
    messages,
    slices: {
      ...INITIAL_SLICES,
      phase: 'running',
      me: ME,
      settings: SETTINGS,
      peers: streetPeers(nowMs),
      threads: streetThreads(messages),
      queue: {
        waiting: waiting.length,
        oldestAtMs: Math.min(...waiting.map((one) => one.createdAtMs)),
        waitingFor: [...new Set(waiting.map((one) => one.thread))],
      },
      agent: streetAgent(nowMs),
    },
  };
}

function changed(state: FixtureState, change: Partial<Slices>): FixtureState {
  return { ...state, slices: { ...state.slices, ...change } };
}

export function scenario(name: string, nowMs: number): FixtureState {
  const full = street(nowMs);
  const bare: FixtureState = { messages: [], slices: { ...INITIAL_SLICES, settings: SETTINGS } };
  switch (name) {
    case 'alone':
      return changed(bare, { phase: 'running', me: ME });
    case 'setup':
      return changed(bare, { phase: 'setup' });
    case 'setup-keychain':
      return changed(bare, { phase: 'setup', keychainAvailable: true });
    case 'locked':
      return changed(bare, { phase: 'locked', me: ME });
    case 'failed':
      return changed(bare, {
        phase: 'failed',
        problem: {
          code: 'store-newer',
          message: 'The database is of version 9, this GhostStack knows 4. Update it.',
        },
      });
    case 'home-taken':
      return changed(bare, {
        phase: 'failed',
        problem: {
          code: 'home-locked',
          message: 'Another GhostStack is using /home/alice/ghosts/alice.',
          home: {
            path: '/home/alice/ghosts/alice',
            holder: { program: 'headless', pid: 4711, sinceMs: nowMs - 3 * 3_600_000 },
            ended: false,
            attachable: true,
          },
        },
      });
    case 'disk-full':
      return changed(full, {
        problem: {
          code: 'store-full',
          message:
            'The disk is full: 12 MB free. GhostStack stores every message before it sends it, so it sends and receives nothing until there is room.',
          says: says('error.store.diskFullButFor', { megabytes: 12 }),
        },
      });
    case 'offline':
      return changed(full, { online: false });
    case 'running':
      return changed(full, {
        agent: { ...full.slices.agent, run: { done: 140, total: 1000, perSecond: 10, paused: false } },
      });
    case 'files':
      return withFiles(full, nowMs);
    case 'credential-messages':
      return withCredentials(full, nowMs);
    case 'street':
      return full;
    default:
      throw new Error(`There is no scenario ${name}`);
  }
}
