/**
 * Whether there is a place for a tray icon. On Linux a panel, or a part of it, says so on the session's bus, maybe long
 * after we have started; a tray that was made before never appears, and says nothing.
 */
import { SessionBus } from '../session-bus/session-bus.ts';

const WATCHER = 'org.kde.StatusNotifierWatcher';
const HOST_SIGNALS = ['StatusNotifierHostRegistered', 'StatusNotifierHostUnregistered'];
const PROPERTIES = 'org.freedesktop.DBus.Properties';

export interface TrayHostOptions {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Told once at the beginning, and whenever a host comes or goes; true again where another one takes its place. */
  readonly onChange: (isThere: boolean) => void;
}

/** Watches until the process ends. Windows and macOS always have a place. */
export async function watchTrayHost({ platform, env, onChange }: TrayHostOptions): Promise<void> {
  if (platform !== 'linux') return onChange(true);
  let isThere: boolean | null = null;
  const tell = (next: boolean): void => {
    if (next === isThere) return;
    isThere = next;
    onChange(next);
  };
  const bus = await SessionBus.open(env, {
    onSignal: ({ member, args }) => {
      if (member === 'NameOwnerChanged' && args[0] === WATCHER) {
        // Whoever it was that showed our icon has gone, also if the next one is there already.
        tell(false);
        void look();
      } else if (member && HOST_SIGNALS.includes(member)) void look();
    },
    onEnd: () => tell(false),
  });
  if (!bus) return tell(false);
  const look = async (): Promise<void> => tell(await isHostThere(bus));
  await bus.listen(`type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='${WATCHER}'`);
  await bus.listen(`type='signal',sender='${WATCHER}',interface='${WATCHER}'`);
  await look();
}

/** A watcher alone shows nothing: something must have told it that it draws (StatusNotifierItem, IsStatusNotifierHostRegistered). */
async function isHostThere(bus: SessionBus): Promise<boolean> {
  // Asked first, so that asking starts no program that would be one.
  if (!(await bus.hasOwner(WATCHER))) return false;
  const answer = await bus.call({
    destination: WATCHER,
    path: '/StatusNotifierWatcher',
    interface: PROPERTIES,
    member: 'Get',
    args: [WATCHER, 'IsStatusNotifierHostRegistered'],
  });
  return answer?.[0] === true;
}
