/**
 * Entry of Electron's main process. Nothing here awaits at top level: an ES module that awaits `app.whenReady()`
 * never becomes ready when packaged.
 */
import '#shared/words/catalogues.ts';
import '#shared/words/sayings.ts';
import { basename, join } from 'node:path';
import { app } from 'electron';
import { LINK_SCHEME } from '#shared/words/format/join-link.ts';
import { homeFolder, usualHome } from './lifecycle/arguments.ts';
import { JoinLinks, wordsForFirst } from './lifecycle/join-links.ts';
import { isHiddenStart, ownCommand, startAtLogin } from './lifecycle/start-at-login.ts';
import { windowFolder } from './lifecycle/window-folder.ts';
import { rendererSource } from './security/app-origin.ts';
import { declareAppScheme } from './security/app-protocol.ts';
import { silenceChromium } from './security/chromium-switches.ts';
import { hardenAllContents } from './security/harden-contents.ts';
import { runShell } from './shell.ts';

const source = rendererSource(app.isPackaged, process.env.ELECTRON_RENDERER_URL);
const shared = app.getPath('userData');
const home = homeFolder(process.argv, shared);
// Before the lock is asked for: it lies in that folder.
const ownFolder = windowFolder(home, usualHome(shared), shared);
app.setPath('userData', ownFolder);
const isUsual = ownFolder === shared;

if (app.requestSingleInstanceLock(wordsForFirst(process.argv))) {
  const links = new JoinLinks(app, process.argv);
  // On Linux and macOS the package says so; the Windows installer leaves it to the app.
  if (app.isPackaged && process.platform === 'win32') app.setAsDefaultProtocolClient(LINK_SCHEME);
  declareAppScheme();
  silenceChromium(app, source.development);
  hardenAllContents(app);
  // Root in a container has no sandbox to enable; whoever starts it so has said `--no-sandbox` himself.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  app
    .whenReady()
    .then(() => {
      const command = ownCommand({
        execPath: process.execPath,
        appImage: process.env.APPIMAGE,
        appFolder: app.isPackaged ? null : app.getAppPath(),
        home: isUsual ? null : home,
      });
      // An entry for each home, as each has an app of its own.
      const name = isUsual ? 'ghoststack' : `ghoststack-${basename(ownFolder)}`;
      return runShell({
        builtFolder: join(import.meta.dirname, '..'),
        home,
        shared,
        source,
        links,
        atLogin: startAtLogin({ platform: process.platform, app, command, name }),
        isHidden: isHiddenStart(process.argv, process.platform, app),
      });
    })
    .catch((error: unknown) => {
      process.stderr.write(`ghoststack: GhostStack cannot start: ${String(error)}\n`);
      app.exit(1);
    });
} else {
  // The app that runs for this home shows its window; this one has nothing to do.
  app.quit();
}
