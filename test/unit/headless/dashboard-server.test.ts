import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { ok } from '#shared/contract/errors.ts';
import type { Call } from '../../../electron/headless/dashboard-channel.ts';
import { DashboardServer } from '../../../electron/headless/dashboard-server.ts';
import { SESSION_LIFETIME_MS, TOKEN_LIFETIME_MS } from '../../../electron/headless/dashboard-sessions.ts';
import { contentSecurityPolicy, dashboardHeaders } from '../../../electron/host/serving/dashboard-headers.ts';
import { ask, type BoughtSession, connect, hear, say, sessionOf } from '../../support/dashboard-browser.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const NEWS = { instance: 'one', version: 1, atMs: 0, changes: {} };

interface Served {
  readonly server: DashboardServer;
  readonly origin: string;
  readonly root: string;
  /** Lets time pass. */
  pass(ms: number): void;
  link(): string;
}

async function serve(call: Call = async () => ok(1), host = '127.0.0.1'): Promise<Served> {
  const root = join(temporaryFolder(), 'renderer');
  mkdirSync(root);
  writeFileSync(join(root, 'index.html'), 'the page');
  let nowMs = 1_000_000;
  const server = new DashboardServer({
    host,
    port: 0,
    root,
    call,
    clock: () => nowMs,
    howToOpen: "ghoststack dashboard --home '/my home'",
  });
  await server.start();
  onTestFinished(() => server.stop());
  return {
    server,
    root,
    origin: `http://${host}:${server.port}`,
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

/** A page that has said its key. */
async function openPage(served: Served, { cookie, key }: BoughtSession): Promise<WebSocket> {
  const socket = await open(served.origin, { origin: served.origin, cookie });
  say(socket, { key });
  return socket;
}

test('a link lets one browser in, once', async () => {
  const { origin, link } = await serve();
  const url = link();
  const { cookie } = await sessionOf(url);
  expect((await ask(origin, { cookie })).text).toBe('the page');
  const again = await ask(url);
  expect(again.status).toBe(403);
  expect(again.headers['set-cookie']).toBeUndefined();
  expect(again.text).toContain("type: ghoststack dashboard --home '/my home'");
});

test.each(['/%2e%2e/secret.js', '/..%2fsecret.js', '/..%5csecret.js', '/page.js%00', '/%ff.js', '/key.db'])(
  'a path that leads elsewhere, or to what the dashboard is not made of, is not found: %s',
  async (path) => {
    const served = await serve();
    for (const name of ['../secret.js', 'key.db', 'page.js'])
      writeFileSync(join(served.root, name), 'a secret');
    const { cookie } = await sessionOf(served.link());
    const { status, text } = await ask(served.origin + path, { cookie });
    expect([status, text.includes('secret')]).toEqual([404, false]);
  },
);

test('whoever asks is told by which command a link is printed', async () => {
  const { origin } = await serve();
  const { status, text } = await ask(`${origin}/how-to-open`);
  expect([status, text]).toEqual([200, "ghoststack dashboard --home '/my home'\n"]);
});

test('a refusal is in the language of the browser', async () => {
  const { origin } = await serve();
  const { text } = await ask(origin, { 'accept-language': 'de-DE,de;q=0.9,en;q=0.8' });
  expect(text).toBe(
    "Öffne das Dashboard über seinen einmaligen Link. Dieser Befehl gibt einen aus: ghoststack dashboard --home '/my home'\n",
  );
  expect((await ask(origin)).text).toContain('Open the dashboard by its one-time link.');
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
  const { cookie } = await sessionOf(link());
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
  const { cookie } = await sessionOf(link());
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
  const served = await serve(async (...call: unknown[]) => {
    calls.push(call);
    return ok(1);
  });
  const { origin, link, pass, server } = served;
  const session = await sessionOf(link());
  const { cookie, key } = session;
  const calling = await openPage(served, session);
  const listening = await openPage(served, session);
  const [callingHeard, listeningHeard] = [hear(calling), hear(listening)];
  pass(SESSION_LIFETIME_MS - 1);
  expect((await ask(origin, { cookie })).status).toBe(200);
  pass(1);
  expect((await ask(origin, { cookie })).status).toBe(403);
  expect(await connect(link(), { origin, cookie })).toBe(403);
  server.push(NEWS);
  say(calling, { key, id: 1, name: 'state.snapshot', input: {} });
  expect(await Promise.all([callingHeard.closed, listeningHeard.closed])).toEqual([4001, 4001]);
  expect([calls, callingHeard.frames, listeningHeard.frames]).toEqual([[], [], []]);
});

test('the key of a session is in the part of the address that browsers send to nobody', async () => {
  const { link } = await serve();
  const { headers } = await ask(link());
  expect(headers.location).toMatch(/^\/#key=[A-Za-z0-9_-]{43}$/);
  expect(headers['cache-control']).toBe('no-store');
  const { cookie, key } = await sessionOf(link());
  expect(cookie).not.toContain(key);
});

test('the cookie alone is worth nothing: who does not say the key is told nothing, and no call is made', async () => {
  const calls: unknown[] = [];
  const served = await serve(async (...call: unknown[]) => {
    calls.push(call);
    return ok(1);
  });
  const { origin, link, server } = served;
  const { cookie, key } = await sessionOf(link());
  const other = await sessionOf(link());
  const call = { id: 1, name: 'state.snapshot', input: {} };
  const silent = hear(await open(origin, { origin, cookie }));
  for (const first of [call, { key: '' }, { key: other.key }, { key: [key] }, { ...call, key: other.key }]) {
    const socket = await open(origin, { origin, cookie });
    const heard = hear(socket);
    say(socket, first);
    say(socket, { ...call, key });
    server.push(NEWS);
    expect([await heard.closed, heard.frames], JSON.stringify(first)).toEqual([4001, []]);
  }
  const greeted = await openPage(served, { cookie, key });
  const heard = hear(greeted);
  say(greeted, call);
  expect(await heard.closed).toBe(4001);
  expect([calls, silent.frames]).toEqual([[], []]);
});

test('who says the key is answered, and hears what happens', async () => {
  const served = await serve();
  const session = await sessionOf(served.link());
  const socket = await openPage(served, session);
  const heard = hear(socket);
  say(socket, { key: session.key, id: 7, name: 'x', input: {} });
  await once(socket, 'message');
  served.server.push(NEWS);
  await once(socket, 'message');
  expect(heard.frames).toEqual([{ id: 7, result: { ok: true, value: 1 } }, { push: NEWS }]);
  socket.terminate();
});

test('locking ends all sessions at once, and the links that nobody opened', async () => {
  const calls: unknown[] = [];
  const served = await serve(async (...call: unknown[]) => {
    calls.push(call[0]);
    return ok(null);
  });
  const { origin, link } = served;
  const [session, other, unopened] = [await sessionOf(link()), await sessionOf(link()), link()];
  const [socket, another] = [await openPage(served, session), await openPage(served, other)];
  const closed = Promise.all([hear(socket).closed, hear(another).closed]);
  say(socket, { key: session.key, id: 1, name: 'key.lock', input: {} });
  expect(await closed).toEqual([4001, 4001]);
  expect(calls).toEqual(['key.lock']);
  for (const { cookie } of [session, other]) expect((await ask(origin, { cookie })).status).toBe(403);
  expect((await ask(unopened)).status).toBe(403);
  expect((await ask(link())).status).toBe(303);
});

test('every answer says what the window’s pages say, but for connections to this server', async () => {
  const { origin, link } = await serve();
  const { cookie } = await sessionOf(link());
  const expected = dashboardHeaders('own-server');
  const answers = {
    page: await ask(origin, { cookie }),
    missing: await ask(`${origin}/none.js`, { cookie }),
    refused: await ask(origin),
    otherHost: await ask(origin, { host: 'evil.example' }),
    spent: await ask(`${origin}/?token=x`),
  };
  for (const [name, { headers }] of Object.entries(answers)) expect(headers, name).toMatchObject(expected);
  const { 'cache-control': _, ...rest } = expected;
  expect((await ask(link())).headers).toMatchObject(rest);
  expect(contentSecurityPolicy('own-server').replace("connect-src 'self'", "connect-src 'none'")).toBe(
    contentSecurityPolicy('bridge'),
  );
});

test('cookies of two servers on one host have different names', async () => {
  const [one, other] = await Promise.all([serve(), serve()]);
  const { cookie } = await sessionOf(one.link());
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
  const served = await serve(async () => {
    asked();
    await new Promise<void>((resolve) => {
      answer = resolve;
    });
    return ok('late');
  });
  const { origin } = served;
  const session = await sessionOf(served.link());
  const { cookie, key } = session;
  const left = await openPage(served, session);
  say(left, { key, id: 1, name: 'x', input: {} });
  await arrived;
  left.terminate();
  await once(left, 'close');
  // What comes later is answered later: by then the server knows that the first one left.
  const later = await openPage(served, session);
  answer();
  expect((await ask(origin, { cookie })).status).toBe(200);
  later.terminate();
});

test('what is no call ends the socket, and not the server', async () => {
  const served = await serve();
  const session = await sessionOf(served.link());
  const { cookie, key } = session;
  for (const frame of ['{', JSON.stringify({ key, id: '1' }), JSON.stringify({ key }), Buffer.from([1])]) {
    const socket = await openPage(served, session);
    socket.send(frame);
    expect((await once(socket, 'close'))[0]).toBe(1008);
    expect(socket.readyState).toBe(WebSocket.CLOSED);
  }
  expect((await ask(served.origin, { cookie })).status).toBe(200);
});

test('recovery words go to browsers of this computer alone', async () => {
  const asked: unknown[] = [];
  const call: Call = async (name) => {
    asked.push(name);
    return ok(1);
  };
  const answered: unknown[] = [];
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const served = await serve(call, host);
    const session = await sessionOf(served.link());
    const page = await openPage(served, session);
    const heard = once(page, 'message');
    say(page, { key: session.key, id: 1, name: 'words.show', input: {} });
    answered.push(JSON.parse(String((await heard)[0])).result.ok);
  }
  expect(answered).toEqual([true, false]);
  expect(asked).toEqual(['words.show']);
});
