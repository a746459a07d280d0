/** Notifications of an app under test: noted instead of shown, since a display of tests has nobody to show them. */
import type { ElectronApplication } from 'playwright';

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
  await app.evaluate(({ BrowserWindow, Notification }) => {
    // A bus that cannot be asked, on which notifications are shown all the same.
    process.env.DBUS_SESSION_BUS_ADDRESS = 'autolaunch:';
    const noted: NotedHere[] = [];
    Object.assign(globalThis, { notedNotifications: noted });
    Notification.isSupported = () => true;
    Notification.prototype.show = function show(this: Notification) {
      noted.push(this as unknown as NotedHere);
    };
    BrowserWindow.prototype.isFocused = () => false;
  });
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
