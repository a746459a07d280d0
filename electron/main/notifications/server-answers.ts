import { SessionBus, sessionBusSocket } from '../session-bus/session-bus.ts';

/** As long as an operator's window may wait for a notification is nothing: this is asked beside it. */
const ANSWER_WITHIN_MS = 1_000;

const QUESTION = {
  destination: 'org.freedesktop.Notifications',
  path: '/org/freedesktop/Notifications',
  interface: 'org.freedesktop.Notifications',
  member: 'GetServerInformation',
};

/**
 * Whether a notification can be shown without the window standing still. On Linux `show()` is a call over D-Bus that
 * waits in the main process for its answer, so the server is asked first (Desktop Notifications Specification 1.2,
 * GetServerInformation). Where the bus is at an address that only others can read, it is shown.
 */
export async function serverAnswers(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<boolean> {
  if (platform !== 'linux') return true;
  if (sessionBusSocket(env) === null) return env.DBUS_SESSION_BUS_ADDRESS !== undefined;
  const bus = await SessionBus.open(env, { onSignal: () => undefined, onEnd: () => undefined });
  const answer = (await bus?.call(QUESTION, ANSWER_WITHIN_MS)) ?? null;
  bus?.close();
  return answer !== null;
}
