/** The tray icon as a panel reads it: StatusNotifierItem, and its menu by com.canonical.dbusmenu. */
import { pollUntil } from './poll-until.ts';
import type { TestBus } from './session-bus.ts';

const BUS = ['org.freedesktop.DBus', '/org/freedesktop/DBus'] as const;
const ITEM = 'org.kde.StatusNotifierItem';
const ITEM_PATH = '/StatusNotifierItem';
const GET = 'org.freedesktop.DBus.Properties.Get';
const MENU = 'com.canonical.dbusmenu';

export interface TrayLine {
  readonly id: number;
  readonly label: string;
  readonly isEnabled: boolean;
}

export interface TrayOnBus {
  toolTip(): Promise<string>;
  /** Without its separators. */
  menu(): Promise<TrayLine[]>;
  click(label: string): Promise<void>;
}

/**
 * The connections that have an item. They are looked for one by one: the watcher of these tests takes items and asks
 * them, but lists none.
 */
export async function trayItems(bus: TestBus): Promise<string[]> {
  const names = await bus.call(...BUS, 'org.freedesktop.DBus.ListNames');
  const found = [...names.matchAll(/'(:[^']+)'/g)].map(async ([, name = '']) => {
    const id = await bus.probe(name, ITEM_PATH, GET, ITEM, 'Id');
    return id === null ? [] : [name];
  });
  return (await Promise.all(found)).flat();
}

/** The only one, once it is there. */
export async function trayOnBus(bus: TestBus): Promise<TrayOnBus> {
  const [owner = ''] = await pollUntil(
    () => trayItems(bus),
    ({ length }) => length === 1,
  );
  const property = (name: string): Promise<string> => bus.call(owner, ITEM_PATH, GET, ITEM, name);
  const menuPath = /'([^']+)'/.exec(await property('Menu'))?.[1] ?? '';
  const tray: TrayOnBus = {
    toolTip: () => property('ToolTip'),
    async menu() {
      const layout = await bus.call(owner, menuPath, `${MENU}.GetLayout`, '0', '1', '@as []');
      return linesOf(layout);
    },
    async click(label) {
      const line = (await tray.menu()).find((one) => one.label === label);
      if (!line) throw new Error(`The tray's menu has no line ${label}.`);
      await bus.call(owner, menuPath, `${MENU}.Event`, String(line.id), "'clicked'", "<''>", 'uint32 0');
    },
  };
  return tray;
}

/** From `(uint32 0, (0, {…}, [<(1, {'enabled': <false>, 'label': <'bob: Offline'>}, @av [])>, …]))`. */
function linesOf(layout: string): TrayLine[] {
  return [...layout.matchAll(/<\((\d+), \{(.*?)\}, @av \[\]\)>/g)].flatMap(([, id, properties = '']) => {
    const label = /'label': <'((?:[^'\\]|\\.)*)'>/.exec(properties)?.[1];
    if (label === undefined) return [];
    return [{ id: Number(id), label, isEnabled: !properties.includes("'enabled': <false>") }];
  });
}
