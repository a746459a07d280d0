import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { CALL_MAX_BYTES } from '#shared/contract/contract.ts';
import type { Push } from '#shared/contract/domain/snapshot.ts';
import { fail, ok, type Result, toFailure } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { controlSocketToListen, tellControlSocket } from '../host/control-socket-path.ts';
import { readLines } from '../host/read-lines.ts';

const LINE_MAX_BYTES = CALL_MAX_BYTES + 1024;
/** Who takes no more than this of what is pushed is let go; it asks for everything when it comes again. */
const UNREAD_MAX_BYTES = 64 * 1024 * 1024;

type Call = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/**
 * One JSON value a line: `{ name, input }` in, a `Result` out. Only this user may connect (mode 0600). After
 * `headless.watch` each push follows, as `{ push }`.
 */
export class ControlSocket {
  readonly #home: string;
  #path: string | null = null;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();
  readonly #watching = new Set<Socket>();

  constructor(home: string, call: Call) {
    this.#home = home;
    this.#server = createServer((client) => {
      this.#clients.add(client);
      client.on('close', () => {
        this.#clients.delete(client);
        this.#watching.delete(client);
      });
      client.on('error', () => client.destroy());
      this.#attend(client, call);
    });
  }

  async start(): Promise<void> {
    const path = controlSocketToListen(this.#home);
    this.#path = path;
    // The home's lock is ours: a socket that is still there was left by a node that died.
    rmSync(path, { force: true });
    await new Promise<void>((resolve, reject) => {
      // It stays: a connection that cannot be accepted later (too many open files) is no reason to end.
      this.#server.on('error', reject);
      this.#server.listen(path, () => resolve());
    });
    chmodSync(path, 0o600);
    tellControlSocket(this.#home, path);
  }

  /** To whoever watches. */
  push(push: Push): void {
    if (this.#watching.size === 0) return;
    const line = `${JSON.stringify({ push })}\n`;
    for (const client of this.#watching) {
      if (client.writableLength > UNREAD_MAX_BYTES) client.destroy();
      else client.write(line);
    }
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    for (const client of this.#clients) client.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    if (this.#path) rmSync(this.#path, { force: true });
  }

  #attend(client: Socket, call: Call): void {
    readLines(client, LINE_MAX_BYTES, (line) => {
      const watched: Call = async (name, input) => {
        if (name !== 'headless.watch') return call(name, input);
        this.#watching.add(client);
        return ok(null);
      };
      void answer(line, watched).then((result) => {
        if (client.writable) client.write(`${JSON.stringify(result)}\n`);
      });
    });
  }
}

async function answer(line: string, call: Call): Promise<Result<unknown>> {
  try {
    const { name, input } = Object(JSON.parse(line));
    return await call(name, input);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return fail('malformed', says('error.headless.callNotJson'));
    return { ok: false, error: toFailure(thrown) };
  }
}
