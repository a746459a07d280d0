import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { HOLDER_FILE, readHolder } from '../../../electron/node/store/home-holder.ts';
import { lockHome, requireFreeHome } from '../../../electron/node/store/home-lock.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { expectCode } from '../../support/throws-code.ts';

describe('the lock on the home', () => {
  it('is for one at a time; a second one fails at once and in words', () => {
    const home = temporaryFolder();
    const lock = lockHome(home);
    const startedAt = performance.now();
    expect(expectCode('home-locked', () => lockHome(home))).toContain(home);
    expect(performance.now() - startedAt).toBeLessThan(1000);
    lock.release();
    lock.release();
    lockHome(home).release();
  });

  it('says who has it, as long as somebody has', () => {
    const home = temporaryFolder();
    const beforeMs = Date.now();
    const lock = lockHome(home, 0, 'headless');
    const holder = readHolder(home);
    expect(holder).toMatchObject({ program: 'headless', pid: process.pid });
    expect(holder?.sinceMs).toBeGreaterThanOrEqual(beforeMs);
    const said = new RegExp(
      `^Another GhostStack \\(a node without a window, process ${process.pid}, since .*\\) is using`,
    );
    expect(expectCode('home-locked', () => lockHome(home))).toMatch(said);
    expect(expectCode('home-locked', () => requireFreeHome(home))).toMatch(said);
    lock.release();
    expect(readHolder(home)).toBeNull();
  });

  it.each([
    ['of a process that is gone', JSON.stringify({ program: 'window', pid: 2 ** 22 + 1, sinceMs: 1 })],
    ['of a program that there is not', JSON.stringify({ program: 'ghost', pid: process.pid, sinceMs: 1 })],
    ['that is no JSON', '{'],
    ['that is too long', ' '.repeat(5000)],
  ])('takes no word %s', (_what, text) => {
    const home = temporaryFolder();
    writeFileSync(join(home, HOLDER_FILE), text);
    expect(readHolder(home)).toBeNull();
  });

  it('holds although nothing can be written about it', () => {
    const home = temporaryFolder();
    mkdirSync(join(home, HOLDER_FILE));
    const lock = lockHome(home);
    expect(expectCode('home-locked', () => lockHome(home))).toContain('Another GhostStack is using');
    lock.release();
    lockHome(home).release();
  });

  it('holds after a second one was refused', () => {
    const home = temporaryFolder();
    const lock = lockHome(home);
    expectCode('home-locked', () => lockHome(home));
    expectCode('home-locked', () => lockHome(home));
    lock.release();
  });

  it('holds against another thread of the same process', async () => {
    const home = temporaryFolder();
    const lock = lockHome(home);
    const path = new URL('../../../electron/node/store/home-lock.ts', import.meta.url).href;
    const code = `
      import { parentPort } from 'node:worker_threads';
      import { lockHome, requireFreeHome } from ${JSON.stringify(path)};
      try { lockHome(${JSON.stringify(home)}); parentPort.postMessage('locked'); }
      catch (error) { parentPort.postMessage(error.code); }`;
    const worker = new Worker(new URL(`data:text/javascript,${encodeURIComponent(code)}`));
    expect(await new Promise((resolve) => worker.once('message', resolve))).toBe('home-locked');
    await worker.terminate();
    lock.release();
  });

  it('does not mind the file of a process that is gone, and keeps it private', () => {
    const home = temporaryFolder();
    lockHome(home).release();
    expect(statSync(join(home, 'lock')).mode & 0o777).toBe(0o600);
    lockHome(home).release();
  });

  it('locks homes one by one', () => {
    const one = lockHome(temporaryFolder());
    const other = lockHome(temporaryFolder());
    one.release();
    other.release();
  });

  it('can be asked for: without taking it, and without making its file', () => {
    const home = temporaryFolder();
    requireFreeHome(home);
    expect(existsSync(join(home, 'lock'))).toBe(false);
    const lock = lockHome(home);
    expect(expectCode('home-locked', () => requireFreeHome(home))).toContain(home);
    expectCode('home-locked', () => lockHome(home));
    lock.release();
    requireFreeHome(home);
    lockHome(home).release();
  });

  it('says why a home cannot be locked', () => {
    const home = temporaryFolder();
    expectCode('store-read-only', () => lockHome(join(home, 'no', 'such')));
    writeFileSync(join(home, 'lock'), 'not a lock, but something of the operator'.repeat(50));
    expectCode('store-corrupt', () => lockHome(home));
  });
});
