/** A browser of a headless dashboard, without the browser: raw requests, so that each header can be a wrong one. */
import { once } from 'node:events';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { WebSocket } from 'ws';
import { keyInHash } from '#shared/contract/dashboard-socket.ts';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export async function ask(url: string, headers: OutgoingHttpHeaders = {}, method = 'GET'): Promise<Answer> {
  const asked = request(url, { method, headers }).end();
  const [response] = await once(asked, 'response');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return { status: response.statusCode, headers: response.headers, text };
}

export interface BoughtSession {
  readonly cookie: string;
  /** What a page keeps in its memory. */
  readonly key: string;
}

/** Opens a one-time link and returns what it is exchanged for. */
export async function sessionOf(link: string): Promise<BoughtSession> {
  const { status, headers, text } = await ask(link);
  if (status !== 303) throw new Error(`The link was answered with ${status}: ${text}`);
  const { hash } = new URL(headers.location ?? '', link);
  return { cookie: headers['set-cookie']?.[0]?.split(';')[0] ?? '', key: keyInHash(hash) ?? '' };
}

/** All that a socket is told, and with which code it was closed. */
export interface Heard {
  readonly frames: unknown[];
  readonly closed: Promise<number>;
}

export function hear(socket: WebSocket): Heard {
  const frames: unknown[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data))));
  return { frames, closed: once(socket, 'close').then(([code]) => code) };
}

export function say(socket: WebSocket, frame: object): void {
  socket.send(JSON.stringify(frame));
}

/** A WebSocket of the page, or the status with which it was refused. */
export async function connect(
  link: string,
  headers: Record<string, string>,
  path = '/ws',
): Promise<WebSocket | number> {
  const socket = new WebSocket(`ws://${new URL(link).host}${path}`, { headers });
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    socket.once('error', reject);
  });
}
