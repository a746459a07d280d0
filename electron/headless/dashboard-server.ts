import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { HOW_TO_OPEN_PATH, hashOfKey } from '#shared/contract/dashboard-socket.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { fail } from '#shared/contract/errors.ts';
import { carriesWords } from '#shared/contract/secret-calls.ts';
import { says } from '#shared/protocol/saying.ts';
import { dashboardHeaders } from '../host/serving/dashboard-headers.ts';
import { authorityOf, isLoopback } from './dashboard-address.ts';
import { type Call, DashboardChannel } from './dashboard-channel.ts';
import { answerText, refuse, serveFile } from './dashboard-files.ts';
import { DashboardSessions } from './dashboard-sessions.ts';

export interface DashboardOptions {
  readonly host: string;
  readonly port: number;
  /** Directory of the built renderer. */
  readonly root: string;
  readonly call: Call;
  /** What to type for another link. */
  readonly howToOpen: string;
  readonly clock?: () => number;
}

const HEADERS = Object.entries(dashboardHeaders('own-server'));

/** Other programs of this computer may connect, too; they must not use up the node's file descriptors. */
const CONNECTIONS_MAX = 200;

/**
 * Serves the dashboard and its WebSocket to the browsers of this computer. Whoever holds the one-time URL gets a
 * session for it: a cookie, and a key for the memory of the page, in the part of the address that is sent to nobody.
 * Every request must name this host and, for the WebSocket, come from this origin and say the key, so that neither
 * another page, nor a rebound DNS name, nor another server of this host that was sent the cookie gets in.
 */
export class DashboardServer {
  readonly #options: DashboardOptions;
  readonly #sessions: DashboardSessions;
  readonly #channel: DashboardChannel;
  readonly #http: Server;

  constructor(options: DashboardOptions) {
    this.#options = options;
    this.#sessions = new DashboardSessions(options.clock);
    this.#channel = new DashboardChannel((name, input) => {
      // A page names nothing that is read: it uploads what people choose in it.
      if (name === 'files.attach')
        return Promise.resolve(fail('forbidden', says('error.host.pathsOfDialogs')));
      // Here all goes as it is, for everyone on the network to read.
      if (carriesWords(name) && !isLoopback(options.host))
        return Promise.resolve(fail('forbidden', says('error.words.onComputerOnly')));
      if (name === 'key.lock') this.endSessions();
      return options.call(name, input);
    });
    this.#http = createServer((request, response) => {
      this.#serve(request, response).catch(() => {
        if (!response.headersSent) refuse(response, 500, 'terminal.dashboard.unreadable');
        else response.destroy();
      });
    });
    this.#http.maxConnections = CONNECTIONS_MAX;
    this.#http.on('upgrade', (request, socket, head) => {
      // Here Node takes its own listener away; without one a connection that is reset ends the whole process.
      socket.on('error', () => socket.destroy());
      this.#upgrade(request, socket, head);
    });
  }

  /** Starts to listen; rejects when the address cannot be used. */
  async start(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      // It stays: a connection that cannot be accepted later (too many open files) is no reason to end.
      this.#http.on('error', reject);
      this.#http.listen(this.#options.port, this.#options.host, () => resolve());
    });
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  /** A fresh URL that lets one browser in, once. */
  oneTimeUrl(): string {
    return `http://${this.#authority()}/?token=${this.#sessions.issueToken()}`;
  }

  push(push: Push): void {
    this.#channel.push(push);
  }

  /** Every browser has to be let in anew, by a link that is printed from now on. */
  endSessions(): void {
    this.#sessions.endAll();
    this.#channel.endOver();
  }

  async stop(): Promise<void> {
    this.#channel.close();
    this.#http.closeAllConnections();
    await new Promise<void>((resolve) => this.#http.close(() => resolve()));
    this.#channel.terminate();
  }

  #authority(): string {
    return authorityOf({ host: this.#options.host, port: this.port });
  }

  /** Only the one name that the link has: `localhost` may lead to another user's server. */
  #isOurHost({ headers }: IncomingMessage): boolean {
    return headers.host === this.#authority();
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const isOurs = request.headers.origin === `http://${this.#authority()}`;
    const session = this.#sessions.find(request.headers.cookie, this.port);
    if (!this.#isOurHost(request) || !isOurs || request.url !== '/ws' || !session) {
      socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n', () =>
        socket.destroy(),
      );
      return;
    }
    this.#channel.accept(request, socket, head, {
      isAlive: () => this.#sessions.isAlive(session),
      hasKey: (key) => this.#sessions.admits(session, key),
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of HEADERS) response.setHeader(name, value);
    if (!this.#isOurHost(request)) {
      const host = (request.headers.host ?? '').slice(0, 80);
      return refuse(response, 421, 'terminal.dashboard.otherHost', { host, authority: this.#authority() });
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return refuse(response, 405, 'terminal.dashboard.onlyGet');
    const url = new URL(request.url ?? '/', `http://${this.#authority()}`);
    const token = url.searchParams.get('token');
    if (token !== null) return this.#redeem(token, request, response);
    // What every refusal says, for a page whose session is over and which shows it in its own words.
    if (url.pathname === HOW_TO_OPEN_PATH) return answerText(response, 200, this.#options.howToOpen);
    if (!this.#sessions.find(request.headers.cookie, this.port)) {
      return refuse(response, 403, 'terminal.dashboard.needsLink', { command: this.#options.howToOpen });
    }
    await serveFile(this.#options.root, url.pathname, request, response);
  }

  #redeem(token: string, request: IncomingMessage, response: ServerResponse): void {
    // What only looks at a link (a preview, a browser that guesses where one goes next) must not spend it.
    const looksOnly = request.method !== 'GET' || /prefetch|prerender/i.test(purposeOf(request));
    if (looksOnly) {
      refuse(response, 403, 'terminal.dashboard.looked');
      return;
    }
    const session = this.#sessions.redeem(token, this.port);
    if (session) {
      const { cookie, key } = session;
      const headers = { 'set-cookie': cookie, location: `/${hashOfKey(key)}`, 'cache-control': 'no-store' };
      response.writeHead(303, headers).end();
    } else {
      refuse(response, 403, 'terminal.dashboard.spentLink', { command: this.#options.howToOpen });
    }
  }
}

function purposeOf({ headers }: IncomingMessage): string {
  return [headers['sec-purpose'], headers.purpose, headers['x-moz']].join(' ');
}
