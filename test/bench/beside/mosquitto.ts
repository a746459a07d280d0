// mosquitto (apt install mosquitto mosquitto-clients) with a session of QoS 1 that outlives its connection: messages are
// published while its subscriber is away, and the time is taken until a subscriber that is back has them all. Its
// broker keeps them in memory and writes its database now and then; it syncs nothing before it answers.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pollUntil } from '../../support/poll-until.ts';

const PATH = `${process.env.PATH}:/usr/sbin:/usr/local/sbin`;
const env = { ...process.env, PATH };
const TOPIC = 'drain';

export function hasMosquitto(): boolean {
  return ['mosquitto', 'mosquitto_pub', 'mosquitto_sub'].every(
    (program) => spawnSync(program, ['--help'], { env, stdio: 'ignore' }).error === undefined,
  );
}

/** Milliseconds from the subscriber's start to its last message. */
export async function drainMosquitto(messages: number, bytes: number): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'ghoststack-mosquitto-'));
  const port = await freePort();
  const config = join(folder, 'mosquitto.conf');
  writeFileSync(
    config,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location ${folder}/\n` +
      `max_queued_messages 0\nmax_inflight_messages 0\n${process.getuid?.() === 0 ? 'user root\n' : ''}`,
  );
  const broker = spawn('mosquitto', ['-c', config], { env, stdio: 'ignore' });
  try {
    await pollUntil(() => answers(port), Boolean);
    const session = ['-h', '127.0.0.1', '-p', String(port), '-q', '1', '-t', TOPIC];
    const subscriber = ['-c', '-i', 'drain-bench', ...session];
    await ended(spawn('mosquitto_sub', [...subscriber, '-E'], { env, stdio: 'ignore' }));
    const publisher = spawn('mosquitto_pub', [...session, '-l'], {
      env,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    publisher.stdin.end(`${'x'.repeat(bytes)}\n`.repeat(messages));
    await ended(publisher);
    const startMs = performance.now();
    await ended(spawn('mosquitto_sub', [...subscriber, '-C', String(messages)], { env, stdio: 'ignore' }));
    return performance.now() - startMs;
  } finally {
    const gone = once(broker, 'exit');
    broker.kill();
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`${child.spawnfile} ended with ${status}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1');
    socket.on('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
