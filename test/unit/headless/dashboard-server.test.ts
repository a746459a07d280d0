import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ok } from '#shared/errors.ts';
import { DashboardServer } from '../../../electron/headless/dashboard-server.ts';
import { SESSION_LIFETIME_MS, TOKEN_LIFETIME_MS } from '../../../electron/headless/dashboard-sessions.ts';
import { ask, connect, cookieOf } from '../../support/dashboard-browser.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Served {
  readonly server: DashboardServer;
  readonly origin: string;
  /** Lets time pass. */
  pass(ms: number): void;
  link(): string;
}

async function serve(call = async (): Promise<ReturnType<typeof ok>> => ok(1)): Promise<Served> {
  const root = temporaryFolder();
  writeFileSync(join(root, 'index.html'), 'the page');
  let nowMs = 1_000_000;
  const server = new DashboardServer({ host: '127.0.0.1', port: 0, root, call, clock: () => nowMs });
  await server.start();
  onTestFinished(() => server.stop());
  return {
    server,
    origin: `http://127.0.0.1:${server.port}`,
    pass: (ms) => {
      nowMs += ms;
    },
    link: () => server.oneTimeUrl(),
  };
}

async function open(link: string, headers: Record<string, string>): Promise<WebSocket> {
  const socket = await connect(link, headers);
  if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
  return socket;
}

test('a link lets one browser in, once', async () => {
  const { origin, link } = await serve();
  const url = link();
  const cookie = await cookieOf(url);
  expect((await ask(origin, { cookie })).text).toBe('the page');
  const again = await ask(url);
  expect(again.status).toBe(403);
  expect(again.headers['set-cookie']).toBeUndefined();
  expect(again.text).toContain('ghoststack dashboard');
});

test('without a session, or with a made-up one, nothing is served and no socket opens', async () => {
  const { origin, link, server } = await serve();
  for (const cookie of ['', `ghoststack-${server.port}=`, `ghoststack-${server.port}=${'A'.repeat(43)}`]) {
    const { status, text } = await ask(origin, { cookie });
    expect([status, text.includes('the page')]).toEqual([403, false]);
    expect(await connect(link(), { origin, cookie })).toBe(403);
  }
  expect((await ask(`${origin}/?token=`)).status).toBe(403);
});

test('a request for another host is not answered, whatever it brings', async () => {
  const { origin, link, server } = await serve();
  const cookie = await cookieOf(link());
  for (const host of [
    'evil.example',
    `evil.example:${server.port}`,
    `localhost:${server.port}`,
    '127.0.0.1',
  ]) {
    const { status, text } = await ask(origin, { cookie, host });
    expect([host, status, text.includes('the page')]).toEqual([host, 421, false]);
    const url = link();
    expect((await ask(url, { host })).status).toBe(421);
    expect((await ask(url)).status).toBe(303);
    expect(await connect(link(), { origin, cookie, host })).toBe(403);
  }
});

test('a socket is opened for this origin alone', async () => {
  const { origin, link, server } = await serve();
  const cookie = await cookieOf(link());
  const others = ['http://evil.example', `https://127.0.0.1:${server.port}`, 'http://127.0.0.1:1', 'null'];
  for (const other of others) expect(await connect(link(), { origin: other, cookie }), other).toBe(403);
  expect(await connect(link(), { cookie })).toBe(403);
  expect(await connect(link(), { origin, cookie }, '/ws2')).toBe(403);
  (await open(link(), { origin, cookie })).terminate();
});

test('looking at a link does not spend it', async () => {
  const { link } = await serve();
  const url = link();
  expect((await ask(url, {}, 'HEAD')).headers['set-cookie']).toBeUndefined();
  expect((await ask(url, { 'sec-purpose': 'prefetch;prerender' })).status).toBe(403);
  expect((await ask(url, {}, 'POST')).status).toBe(405);
  expect((await ask(url)).status).toBe(303);
});

test('a link that was not opened for long is too old', async () => {
  const { link, pass } = await serve();
  const [inTime, late] = [link(), link()];
  pass(TOKEN_LIFETIME_MS - 1);
  expect((await ask(inTime)).status).toBe(303);
  pass(1);
  expect((await ask(late)).status).toBe(403);
});

test('a session ends: its cookie is worth nothing then, and its open sockets are told nothing more', async () => {
  const calls: unknown[] = [];
  const { origin, link, pass, server } = await serve(async (...call: unknown[]) => {
    calls.push(call);
    return ok(1);
  });
  const cookie = await cookieOf(link());
  const [calling, listening] = await Promise.all([
    open(link(), { origin, cookie }),
    open(link(), { origin, cookie }),
  ]);
  const heard: string[] = [];
  listening.on('message', (data) => heard.push(String(data)));
  pass(SESSION_LIFETIME_MS - 1);
  expect((await ask(origin, { cookie })).status).toBe(200);
  pass(1);
  expect((await ask(origin, { cookie })).status).toBe(403);
  expect(await connect(link(), { origin, cookie })).toBe(403);
  const closed = Promise.all([once(calling, 'close'), once(listening, 'close')]);
  server.push({ instance: 'one', version: 1, atMs: 0, changes: {} });
  calling.send(JSON.stringify({ id: 1, name: 'state.snapshot', input: {} }));
  expect((await closed).map(([code]) => code)).toEqual([4001, 4001]);
  expect([calls, heard]).toEqual([[], []]);
});

test('cookies of two servers on one host have different names', async () => {
  const [one, other] = await Promise.all([serve(), serve()]);
  const cookie = await cookieOf(one.link());
  expect(cookie).toMatch(new RegExp(`^ghoststack-${one.server.port}=`));
  expect((await ask(other.origin, { cookie })).status).toBe(403);
  const renamed = cookie.replace(String(one.server.port), String(other.server.port));
  expect((await ask(other.origin, { cookie: renamed })).status).toBe(403);
});

test('an answer to who has left in the meantime goes nowhere', async () => {
  let answer = (): void => {};
  let asked = (): void => {};
  const arrived = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const { origin, link } = await serve(async () => {
    asked();
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return ok('late');
  });
  const cookie = await cookieOf(link());
  const left = await open(link(), { origin, cookie });
  left.send(JSON.stringify({ id: 1, name: 'x', input: {} }));
  await arrived;
  left.terminate();
  await once(left, 'close');
  // What comes later is answered later: by then the server knows that the first one left.
  const later = await open(link(), { origin, cookie });
  answer();
  expect((await ask(origin, { cookie })).status).toBe(200);
  later.terminate();
});

test('what is no call ends the socket, and not the server', async () => {
  const { origin, link } = await serve();
  const cookie = await cookieOf(link());
  for (const frame of ['{', '[]', 'null', '{"id":"1"}', Buffer.from([1])]) {
    const socket = await open(link(), { origin, cookie });
    socket.send(frame);
    expect((await once(socket, 'close'))[0]).toBe(1008);
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  }
  expect((await ask(origin, { cookie })).status).toBe(200);
});
