import { GhostStackError } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';

/** A backup that never ends by itself, a plan that is kept, and no passphrase that opens anything. */
export function careAnswers(node: FixtureNode): Handlers {
  let callOff = (): void => {};
  const set = (change: Partial<FixtureNode['slices']['care']>) =>
    node.push({ care: { ...node.slices.care, ...change } });
  return {
    'care.backup': () => {
      set({ work: { kind: 'backup', stage: 'checking', done: 40, total: 100 } });
      return new Promise((_, reject) => {
        callOff = () => {
          set({ work: null });
          reject(new GhostStackError('cancelled', says('error.care.cancelled')));
        };
      });
    },
    'care.cancel': () => {
      callOff();
      return null;
    },
    'care.plan': ({ passphrase: _, ...plan }) => {
      set({ plan, nextAtMs: plan.every === 'off' ? null : Date.now() + 3_600_000 });
      return null;
    },
    'care.restore': () => {
      throw new GhostStackError('wrong-passphrase', says('error.care.wrongPassphrase'));
    },
  };
}
