import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { serverAnswers } from '../../../electron/main/notifications/server-answers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('there is no server without a bus, and where nobody has to be asked there is one', async () => {
  expect(await serverAnswers('linux', {})).toBe(false);
  expect(await serverAnswers('linux', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' })).toBe(false);
  expect(await serverAnswers('linux', { DBUS_SESSION_BUS_ADDRESS: 'autolaunch:' })).toBe(true);
  for (const platform of ['darwin', 'win32'] as const) expect(await serverAnswers(platform, {})).toBe(true);
});

test('a bus that never answers is not waited for', async () => {
  const path = join(temporaryFolder(), 'bus');
  const server = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  onTestFinished(() => void server.close());
  expect(await serverAnswers('linux', { DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })).toBe(false);
});
