import type { App } from 'electron';

/** Once the windows are closed, waits for `stop`, but never longer than `limitMs`; then the app ends. */
export function stopBeforeQuit(app: App, stop: () => Promise<void>, limitMs: number): void {
  let stopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (stopping) return;
    stopping = true;
    const limit = new Promise<void>((resolve) => {
      setTimeout(resolve, limitMs);
    });
    Promise.race([stop(), limit])
      .catch((error: unknown) => {
        process.stderr.write(`ghoststack: the node did not stop cleanly: ${String(error)}\n`);
      })
      .finally(() => app.exit(0));
  });
}
