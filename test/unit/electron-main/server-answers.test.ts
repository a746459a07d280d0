import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { serverAnswers } from '../../../electron/main/notifications/server-answers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** A program in the place of `dbus-send`. */
function asker(script: string): string {
  const path = join(temporaryFolder(), 'ask');
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o700);
  return path;
}

test('asks the server of notifications, and takes no answer for one that is not there', async () => {
  expect(await serverAnswers('linux', asker('exit 0'))).toBe(true);
  expect(await serverAnswers('linux', asker('exit 1'))).toBe(false);
  expect(await serverAnswers('linux', asker('exec sleep 60'))).toBe(false);
});

test('where nothing can ask, or nobody has to, notifications are shown', async () => {
  expect(await serverAnswers('linux', join(temporaryFolder(), 'no-such-program'))).toBe(true);
  for (const platform of ['darwin', 'win32'] as const) expect(await serverAnswers(platform)).toBe(true);
});
