import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { sessionBusSocket } from '../../../electron/main/session-bus/session-bus.ts';
import { watchTrayHost } from '../../../electron/main/tray/tray-host.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { describeIfMet } from '../../support/requirements.ts';
import { sessionBusRequirement, startSessionBus } from '../../support/session-bus.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('the bus is where its address says, else where systemd puts it', () => {
  const at = (DBUS_SESSION_BUS_ADDRESS: string) => sessionBusSocket({ DBUS_SESSION_BUS_ADDRESS });
  expect(at('unix:path=/run/user/1000/bus')).toBe('/run/user/1000/bus');
  expect(at('unix:guid=00,path=/tmp/with%20space,x=y')).toBe('/tmp/with space');
  expect(at('tcp:host=localhost,port=1;unix:abstract=/tmp/dbus-1')).toBe('\0/tmp/dbus-1');
  expect(at('autolaunch:')).toBeNull();
  expect(sessionBusSocket({ XDG_RUNTIME_DIR: temporaryFolder() })).toBeNull();
});

async function toldOf(env: Record<string, string>, platform: NodeJS.Platform = 'linux'): Promise<boolean[]> {
  const told: boolean[] = [];
  await watchTrayHost({ platform, env, onChange: (isThere) => told.push(isThere) });
  return told;
}

test('without a bus there is no place; Windows and macOS always have one', async () => {
  expect(await toldOf({})).toEqual([false]);
  expect(await toldOf({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere/bus' })).toEqual([false]);
  for (const platform of ['win32', 'darwin'] as const) expect(await toldOf({}, platform)).toEqual([true]);
});

test('what speaks there and is no bus is left alone', async () => {
  const path = join(temporaryFolder(), 'bus');
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('OK 00\r\nx\x09\x01\x01\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff');
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  onTestFinished(() => void server.close());
  expect(await toldOf({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` })).toEqual([false]);
});

describeIfMet(sessionBusRequirement(), 'on a real bus', () => {
  test('hears a place come, go and come again, and that the bus has ended', async () => {
    const bus = await startSessionBus();
    onTestFinished(() => bus.stop());
    const told = await toldOf(bus.env);
    expect(told).toEqual([false]);
    const first = await bus.startWatcher();
    await pollUntil(
      () => told,
      ({ length }) => length === 2,
    );
    await first.stop();
    await pollUntil(
      () => told,
      ({ length }) => length === 3,
    );
    await bus.startWatcher();
    await pollUntil(
      () => told,
      ({ length }) => length === 4,
    );
    await bus.stop();
    await pollUntil(
      () => told,
      ({ length }) => length === 5,
    );
    expect(told).toEqual([false, true, false, true, false]);
  });
});
