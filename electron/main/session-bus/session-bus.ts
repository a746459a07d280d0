/**
 * The user's D-Bus session, for the few questions that Electron does not answer: asked by our own program and not by
 * one that may not be installed, and heard without asking again and again.
 */
import { existsSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { type BusCall, type BusMessage, decodeMessage, encodeCall, encodeRefusal } from './bus-message.ts';
import type { BusValue } from './bus-reader.ts';

const BUS = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};
const ANSWER_WITHIN_MS = 3_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** The socket of the session's bus, as `net.connect` takes it; null where there is none that we could reach. */
export function sessionBusSocket(env: Environment): string | null {
  const usual = env.XDG_RUNTIME_DIR ? join(env.XDG_RUNTIME_DIR, 'bus') : null;
  const named = env.DBUS_SESSION_BUS_ADDRESS;
  if (!named) return usual && existsSync(usual) ? usual : null;
  for (const address of named.split(';')) {
    const [, kind, value] = /^unix:(?:.*,)?(path|abstract)=([^,]*)/.exec(address) ?? [];
    if (!kind || !value) continue;
    const path = value.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    return kind === 'abstract' ? `\0${path}` : path;
  }
  return null;
}

export class SessionBus {
  readonly #socket: Socket;
  readonly #calls = new Map<number, (answer: readonly BusValue[] | null) => void>();
  readonly #onSignal: (signal: BusMessage) => void;
  #lastSerial = 0;
  #received = Buffer.alloc(0);
  #isOpen = false;

  private constructor(socket: Socket, onSignal: (signal: BusMessage) => void, onEnd: () => void) {
    this.#socket = socket;
    this.#onSignal = onSignal;
    socket.on('data', (bytes: Buffer) => this.#receive(bytes));
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      for (const answer of this.#calls.values()) answer(null);
      this.#calls.clear();
      onEnd();
    });
    const user = Buffer.from(String(process.getuid?.() ?? 0), 'utf8').toString('hex');
    socket.once('connect', () => socket.write(`\0AUTH EXTERNAL ${user}\r\n`));
  }

  /** Null if there is no bus, or it does not let us in. It keeps no process alive. */
  static async open(
    env: Environment,
    heard: { readonly onSignal: (signal: BusMessage) => void; readonly onEnd: () => void },
  ): Promise<SessionBus | null> {
    const path = sessionBusSocket(env);
    if (path === null) return null;
    let ended = false;
    const socket = connect(path);
    socket.unref();
    const bus = new SessionBus(socket, heard.onSignal, () => {
      if (!ended) heard.onEnd();
    });
    const greeted = await bus.call({ ...BUS, member: 'Hello' });
    if (greeted) return bus;
    ended = true;
    bus.close();
    return null;
  }

  /** The plain values of the answer; null for an error, and where none comes. */
  call(call: BusCall, withinMs = ANSWER_WITHIN_MS): Promise<readonly BusValue[] | null> {
    const serial = this.#nextSerial();
    return new Promise((resolve) => {
      const late = setTimeout(() => settle(null), withinMs);
      const settle = (answer: readonly BusValue[] | null): void => {
        clearTimeout(late);
        this.#calls.delete(serial);
        resolve(answer);
      };
      if (this.#socket.destroyed) return settle(null);
      this.#calls.set(serial, settle);
      const bytes = encodeCall(call, serial);
      if (this.#isOpen) this.#socket.write(bytes);
      else this.#socket.once('authenticated', () => this.#socket.write(bytes));
    });
  }

  /** Hears signals from now on, by a rule of the specification ("Match Rules"). */
  async listen(rule: string): Promise<void> {
    await this.call({ ...BUS, member: 'AddMatch', args: [rule] });
  }

  async hasOwner(name: string): Promise<boolean> {
    const answer = await this.call({ ...BUS, member: 'NameHasOwner', args: [name] });
    return answer?.[0] === true;
  }

  #nextSerial(): number {
    this.#lastSerial += 1;
    return this.#lastSerial;
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(bytes: Buffer): void {
    this.#received = Buffer.concat([this.#received, bytes]);
    try {
      if (!this.#isOpen) this.#authenticate();
      if (!this.#isOpen) return;
      for (let read = decodeMessage(this.#received); read; read = decodeMessage(this.#received)) {
        this.#received = this.#received.subarray(read.length);
        this.#heard(read.message);
      }
    } catch {
      // Whatever spoke there, it was not D-Bus.
      this.#socket.destroy();
    }
  }

  /** D-Bus Specification 0.43, "Authentication Protocol": EXTERNAL says who we are, and the system proves it. */
  #authenticate(): void {
    const end = this.#received.indexOf('\r\n');
    if (end < 0) return;
    const line = this.#received.toString('latin1', 0, end);
    this.#received = this.#received.subarray(end + 2);
    if (!line.startsWith('OK ')) throw new Error(line);
    this.#socket.write('BEGIN\r\n');
    this.#isOpen = true;
    this.#socket.emit('authenticated');
  }

  #heard(message: BusMessage): void {
    if (message.kind === 'signal') this.#onSignal(message);
    else if (message.kind === 'call') this.#socket.write(encodeRefusal(message, this.#nextSerial()));
    else if (message.answers !== null) this.#answered(message.answers, message);
  }

  #answered(serial: number, message: BusMessage): void {
    this.#calls.get(serial)?.(message.kind === 'answer' ? message.args : null);
  }
}
