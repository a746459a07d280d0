import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { launchElectron } from '../support/electron-app.ts';
import { electronRequirement } from '../support/electron-requirement.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const hasEnded = (pid: string): boolean => {
  try {
    // Nobody may be there to fetch what an orphan leaves behind.
    return /\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
};

describeIfMet(await electronRequirement(), 'a launch', () => {
  test('that takes too long is ended with its children, and tried once more', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ghoststack-e2e-'));
    const [startedBy, pids] = [join(folder, 'hangs.sh'), join(folder, 'pids')];
    // A debugger that takes a connection, and says nothing.
    const debuggerOf = new WebSocketServer({ host: '127.0.0.1', port: 0 });
    await once(debuggerOf, 'listening');
    const url = `ws://127.0.0.1:${(debuggerOf.address() as AddressInfo).port}/`;
    const lines = [
      '#!/bin/sh',
      'sleep 600 &',
      `echo $$ $! >> '${pids}'`,
      `echo 'Debugger listening on ${url}' >&2`,
    ];
    await writeFile(startedBy, [...lines, 'wait'].join('\n'), { mode: 0o755 });
    try {
      const launch = launchElectron({ display: ':none', userFolder: folder, startedBy, limitMs: 1_000 });
      await expect(launch).rejects.toThrow('Timeout 1000ms exceeded');
      const started = readFileSync(pids, 'utf8').trim().split(/\s+/);
      expect(started).toHaveLength(4);
      await pollUntil(() => started.every(hasEnded), Boolean);
    } finally {
      debuggerOf.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
