import crypto, { webcrypto } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';
import { ether } from './ether.ts';

/**
 * The product checks and seals on the runtime's thread pool, so how long a step takes is not known. A step is over when
 * nothing of that is under way and several turns of the loop brought nothing: only then is chance asked again, so that
 * a seed always makes the same schedule.
 */
const TURNS = 4;
const nextTurn = setImmediate;

let underWay = 0;

export async function quiet(): Promise<void> {
  for (let still = 0; still < TURNS; still += 1) {
    const before = ether.activity;
    await new Promise((resolve) => nextTurn(resolve));
    if (underWay > 0 || ether.activity !== before) still = -1;
  }
}

/** Counts what the thread pool does, from now on. Returns how to stop. */
export function countUnderWay(): () => void {
  const undo = [countVerify(), ...SUBTLE.map(countSubtle)];
  return () => {
    for (const one of undo) one();
    syncBuiltinESMExports();
  };
}

const SUBTLE = [
  'importKey',
  'exportKey',
  'generateKey',
  'deriveBits',
  'deriveKey',
  'sign',
  'verify',
] as const;

function countSubtle(name: (typeof SUBTLE)[number]): () => void {
  const prototype = Object.getPrototypeOf(webcrypto.subtle);
  const original = prototype[name];
  prototype[name] = function counted(...call: unknown[]) {
    underWay += 1;
    return original.apply(this, call).finally(() => {
      underWay -= 1;
      ether.activity += 1;
    });
  };
  return () => {
    prototype[name] = original;
  };
}

type Verify = (...call: unknown[]) => unknown;

function countVerify(): () => void {
  const module = crypto as unknown as { verify: Verify };
  const original = module.verify;
  module.verify = (...call) => {
    const done = call[4];
    if (typeof done !== 'function') return original(...call);
    underWay += 1;
    return original(...call.slice(0, 4), (...answer: unknown[]) => {
      underWay -= 1;
      ether.activity += 1;
      done(...answer);
    });
  };
  syncBuiltinESMExports();
  return () => {
    module.verify = original;
  };
}
