import { execFile } from 'node:child_process';

/** As long as an operator's window may wait for a notification is nothing: this is asked beside it. */
const ANSWER_WITHIN_MS = 1_500;
const QUESTION = [
  '--session',
  '--print-reply',
  `--reply-timeout=${ANSWER_WITHIN_MS - 500}`,
  '--dest=org.freedesktop.Notifications',
  '/org/freedesktop/Notifications',
  'org.freedesktop.Notifications.GetServerInformation',
];

/**
 * Whether a notification can be shown without the window standing still. On Linux `show()` is a call over D-Bus that
 * waits in the main process for its answer, so the server is asked first, by a process of its own (Desktop
 * Notifications Specification 1.2, GetServerInformation). Where nothing can ask, it is shown.
 */
export function serverAnswers(platform: NodeJS.Platform, program = 'dbus-send'): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true);
  return new Promise((resolve) => {
    execFile(program, QUESTION, { timeout: ANSWER_WITHIN_MS }, (error) => {
      resolve(error === null || (error as NodeJS.ErrnoException).code === 'ENOENT');
    });
  });
}
