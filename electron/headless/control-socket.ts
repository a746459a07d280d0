import { chmodSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { fail, type Result, toFailure } from '#shared/errors.ts';
import { CALL_MAX_BYTES } from '#shared/ipc/contract.ts';
import { controlSocketsToAsk, controlSocketToListen } from './control-socket-path.ts';
import { readLines } from './read-lines.ts';

const LINE_MAX_BYTES = CALL_MAX_BYTES + 1024;
/** Answers are the node's own: a snapshot or a page of messages. */
const ANSWER_MAX_BYTES = 256 * 1024 * 1024;

type Call = (name: unknown, input: unknown) => Promise<Result<unknown>>;

/** One JSON value a line: `{ name, input }` in, a `Result` out. Only this user may connect (mode 0600). */
export class ControlSocket {
  readonly #home: string;
  #path: string | null = null;
  readonly #server: Server;
  readonly #clients = new Set<Socket>();

  constructor(home: string, call: Call) {
    this.#home = home;
    this.#server = createServer((client) => {
      this.#clients.add(client);
      client.on('close', () => this.#clients.delete(client));
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
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    for (const client of this.#clients) client.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    if (this.#path) rmSync(this.#path, { force: true });
  }

  #attend(client: Socket, call: Call): void {
    readLines(client, LINE_MAX_BYTES, (line) => {
      void answer(line, call).then((result) => {
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
    if (thrown instanceof SyntaxError) return fail('malformed', 'A call is one line of JSON.');
    return { ok: false, error: toFailure(thrown) };
  }
}

/**
 * Asks the running node of a home, or answers null when none runs there.
 * @throws {GhostStackError} `forbidden` if another user could be the one who answers
 */
export async function callRunningNode(
  home: string,
  name: string,
  input: unknown,
): Promise<Result<unknown> | null> {
  for (const path of controlSocketsToAsk(home)) {
    const answer = await callAt(path, name, input);
    if (answer) return answer;
  }
  return null;
}

function callAt(path: string, name: string, input: unknown): Promise<Result<unknown> | null> {
  return new Promise((resolve, reject) => {
    const client = connect(path);
    client.once('connect', () => client.write(`${JSON.stringify({ name, input })}\n`));
    client.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ECONNREFUSED') resolve(null);
      else reject(error);
    });
    readLines(client, ANSWER_MAX_BYTES, (line) => {
      resolve(JSON.parse(line) as Result<unknown>);
      client.end();
    });
    client.once('close', () => resolve(fail('unavailable', 'The node stopped before it answered.')));
  });
}
