import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { passed } from '../../../../electron/node/messaging/files/young-garbage.ts';

const CHUNK_BYTES = 65_536;
const MIB = 1024 * 1024;

/** The most that buffers took while 96 MiB of them were made, one after the other, and told of or not. */
async function heldMiB(tell: boolean): Promise<number> {
  const before = process.memoryUsage().arrayBuffers;
  let most = 0;
  for (let count = 0; count < 1_536; count++) {
    Buffer.allocUnsafeSlow(CHUNK_BYTES);
    if (tell) passed(CHUNK_BYTES);
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    if (count % 16 === 0) await setImmediate();
  }
  return most / MIB;
}

describe('Buffers of a transfer', () => {
  it('do not pile up until V8 looks for them by itself', async () => {
    expect(await heldMiB(true)).toBeLessThan(16);
    expect('gc' in globalThis).toBe(false);
  });
});
