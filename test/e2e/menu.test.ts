import type { ElectronApplication } from 'playwright';
import { expect, test } from 'vitest';
import { electronRequirement } from '../support/electron-requirement.ts';
import { electronSuite } from '../support/electron-suite.ts';
import { pollUntil } from '../support/poll-until.ts';
import { describeIfMet } from '../support/requirements.ts';

const zoomLevel = (app: ElectronApplication): Promise<number> =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.getZoomLevel());

/** A key with Ctrl, as the keyboard gives it to the window: first to the page, then to the menu. */
const press = (app: ElectronApplication, keyCode: string): Promise<void> =>
  app.evaluate(({ BrowserWindow }, key) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!;
    webContents.focus();
    for (const type of ['keyDown', 'keyUp'] as const) {
      webContents.sendInputEvent({ type, keyCode: key, modifiers: ['control'] });
    }
  }, keyCode);

describeIfMet(await electronRequirement(), 'the menu of the app', () => {
  const suite = electronSuite();

  test('zooms by Ctrl and +, - and 0', async () => {
    const { app, window } = await suite.launch();
    await window.locator('body *').first().waitFor();
    expect(await zoomLevel(app)).toBe(0);
    await press(app, '=');
    await pollUntil(
      () => zoomLevel(app),
      (level) => level > 0,
    );
    await press(app, '0');
    await pollUntil(
      () => zoomLevel(app),
      (level) => level === 0,
    );
    await press(app, '-');
    await pollUntil(
      () => zoomLevel(app),
      (level) => level < 0,
    );
  });
});
