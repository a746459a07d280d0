/** What the main process knows of its window. */
import type { WebPreferences } from 'electron';
import type { ElectronApplication } from 'playwright';

/** The preferences that the page really got, defaults included. */
export function preferences(app: ElectronApplication): Promise<WebPreferences> {
  return app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]!.webContents as unknown as {
      getLastWebPreferences(): WebPreferences;
    };
    return contents.getLastWebPreferences();
  });
}

export function windowCount(app: ElectronApplication): Promise<number> {
  return app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
}
