import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, test } from 'vitest';
import { speaking } from '#shared/words/language.ts';
import { menuTemplate } from '../../../electron/main/lifecycle/menu-template.ts';
import { type Clicked, contextTemplate } from '../../../electron/main/window/context-template.ts';

type Item = MenuItemConstructorOptions;

/** `role: key` of every line below the bar, those without a key left out. */
function keysOf(items: readonly Item[]): string[] {
  return items.flatMap((item) => {
    const name = item.role ?? item.id;
    const below = Array.isArray(item.submenu) ? keysOf(item.submenu) : [];
    return item.accelerator ? [`${name}: ${item.accelerator}`, ...below] : below;
  });
}

function labelsOf(items: readonly Item[]): string[] {
  return items.flatMap(({ label, submenu }) => [
    ...(label ? [label] : []),
    ...(Array.isArray(submenu) ? labelsOf(submenu) : []),
  ]);
}

/** Lines for which Electron would put in its own English, but for the app's own menu: macOS shows its name. */
function unlabelled(items: readonly Item[]): string[] {
  return items.flatMap(({ label, role, submenu }) => [
    ...(role && role !== 'appMenu' && !label ? [role] : []),
    ...(Array.isArray(submenu) ? unlabelled(submenu) : []),
  ]);
}

/** The dashboard's own keys with Ctrl, which a menu would take from it: shell.keys. */
const DASHBOARD = ['K', 'N', ',', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

describe('the menu bar', () => {
  test.each(['linux', 'win32', 'darwin'] as const)('has the usual keys on %s', (platform) => {
    const keys = keysOf(menuTemplate(platform, () => {}));
    expect(keys).toEqual(
      expect.arrayContaining([
        'close: CmdOrCtrl+W',
        'resetZoom: CmdOrCtrl+0',
        'zoomIn: CmdOrCtrl+Plus',
        'zoomIn: CmdOrCtrl+=',
        'zoomOut: CmdOrCtrl+-',
      ]),
    );
    const last = keys.map((key) => key.slice(key.lastIndexOf('+') + 1));
    expect(last.filter((key) => DASHBOARD.includes(key))).toEqual([]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test.each(['linux', 'win32', 'darwin'] as const)('is in the language spoken, whole, on %s', (platform) => {
    const english = labelsOf(menuTemplate(platform, () => {}));
    const german = speaking('de', () => labelsOf(menuTemplate(platform, () => {})));
    expect(english).toEqual(expect.arrayContaining(['File', 'Edit', 'Undo', 'Select All', 'Zoom In']));
    expect(german).toEqual(
      expect.arrayContaining(['Datei', 'Bearbeiten', 'Rückgängig', 'Alles auswählen', 'Vergrößern']),
    );
    expect(german.filter((label) => english.includes(label))).toEqual([]);
    expect(unlabelled(menuTemplate(platform, () => {}))).toEqual([]);
  });

  test('fills the screen by F11 and ends by Ctrl Q, except on macOS, whose app menu ends it', () => {
    for (const platform of ['linux', 'win32'] as const) {
      expect(keysOf(menuTemplate(platform, () => {}))).toEqual(
        expect.arrayContaining(['togglefullscreen: F11', 'quit: Ctrl+Q']),
      );
    }
    const mac = menuTemplate('darwin', () => {});
    expect(mac[0]?.role).toBe('appMenu');
    expect(keysOf(mac)).toContain('togglefullscreen: Ctrl+Cmd+F');
    expect(keysOf(mac)).toContain('quit: Cmd+Q');
  });
});

describe('the menu of a click with the other button', () => {
  const CLICKED: Clicked = {
    isEditable: true,
    selectionText: '',
    misspelledWord: '',
    dictionarySuggestions: [],
    editFlags: {
      canUndo: true,
      canRedo: false,
      canCut: false,
      canCopy: false,
      canPaste: true,
      canDelete: false,
      canSelectAll: true,
      canEditRichly: false,
    },
  };
  const roles = (items: readonly Item[]) => items.flatMap(({ role }) => role ?? []);

  test('offers in a field what can be done there', () => {
    const items = contextTemplate(CLICKED, () => undefined);
    expect(roles(items)).toEqual(['undo', 'redo', 'cut', 'copy', 'paste', 'selectAll']);
    expect(roles(items.filter(({ enabled }) => enabled))).toEqual(['undo', 'paste', 'selectAll']);
  });

  test('puts the words of a spelling checker first, and replaces by the one chosen', () => {
    const chosen: string[] = [];
    const clicked = { ...CLICKED, misspelledWord: 'laddr', dictionarySuggestions: ['ladder', 'lad'] };
    const [first] = contextTemplate(clicked, (word) => chosen.push(word));
    first?.click?.call(undefined as never, undefined as never, undefined, undefined as never);
    expect(chosen).toEqual(['ladder']);
  });

  test('copies chosen text, and elsewhere does not open', () => {
    const text = { ...CLICKED, isEditable: false };
    expect(contextTemplate(text, () => undefined)).toEqual([]);
    expect(roles(contextTemplate({ ...text, selectionText: 'a41f' }, () => undefined))).toEqual(['copy']);
  });
});
