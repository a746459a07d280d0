/** Notifications of an app under test: noted instead of shown, since a display of tests has nobody to show them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright';
import { temporaryFolder } from './temporary-folder.ts';

interface Noted {
  readonly title: string;
  readonly body: string;
}

interface NotedHere extends Noted {
  emit(event: 'click'): boolean;
}

/**
 * Call it before the first is due, in a test. The window counts as not looked at from then on, and the server of
 * notifications as one that answers.
 */
export async function noteNotifications(app: ElectronApplication): Promise<void> {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'dbus-send'), '#!/bin/sh\nexit 0\n', { mode: 0o700 });
  await app.evaluate(({ BrowserWindow, Notification }, programs) => {
    process.env.PATH = `${programs}:${process.env.PATH}`;
    const noted: NotedHere[] = [];
    Object.assign(globalThis, { notedNotifications: noted });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Notification) {
      noted.push(this as unknown as NotedHere);
    };
    BrowserWindow.prototype.isFocused = () => false;
  }, folder);
}

export function notedNotifications(app: ElectronApplication): Promise<Noted[]> {
  return app.evaluate(() => {
    const { notedNotifications: noted } = globalThis as unknown as { notedNotifications: NotedHere[] };
    return noted.map(({ title, body }) => ({ title, body }));
  });
}

/** As a click by the operator on the newest one. */
export async function clickNotification(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { notedNotifications: noted } = globalThis as unknown as { notedNotifications: NotedHere[] };
    noted.at(-1)?.emit('click');
  });
}
