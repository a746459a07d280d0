import type { App } from 'electron';

/** Chromium's own traffic: this app has none to make. Must run before the app is ready. */
export function silenceChromium(app: App, development: boolean): void {
  const { commandLine } = app;
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('no-proxy-server');
  // The node's own sockets do not pass through Chromium: names never need to be looked up here.
  if (!development) commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
}
