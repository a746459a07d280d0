/**
 * A stranger on the network, who knows no secret: `node stranger-process.ts ADDRESS`. It repeats every hint that it
 * hears as its own, passes TCP on to whom it heard and drops the last message of the handshake, shouts made-up
 * hints, and says that those whom it heard are at twenty ports of its own, where it is silent. Says as JSON lines whom it repeated, and how many connections it passed on.
 */
import { randomBytes } from 'node:crypto';
import { connect, createServer, type Socket } from 'node:net';
import multicastDns from 'multicast-dns';
import { announcement, readAnnouncements } from '../../../electron/node/transport/discovery/mdns-packets.ts';

const SHOUT_MS = 100;
const PER_SHOUT = 30;
const SILENT_PORTS = 20;
/** The answer of a handshake that holds the responder's identity is longer than anything before it. */
const IDENTITY_MIN_BYTES = 90;

const [address = ''] = process.argv.slice(2);
const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const silentPorts: number[] = [];
for (let at = 0; at < SILENT_PORTS; at += 1) {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve));
  silentPorts.push((server.address() as { port: number }).port);
}
const random = (bytes: number): string => randomBytes(bytes).toString('hex');

let victim: { address: string; port: number } | null = null;
let passedOn = 0;
const relay = createServer((client) => {
  if (!victim) return void client.destroy();
  passedOn += 1;
  say({ passedOn });
  const server = connect(victim.port, victim.address);
  let hasAnswered = false;
  client.on('data', (bytes) => {
    if (!hasAnswered) server.write(bytes);
  });
  server.on('data', (bytes) => {
    if (bytes.length >= IDENTITY_MIN_BYTES) hasAnswered = true;
    client.write(bytes);
  });
  const end = (one: Socket, other: Socket): void => {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  };
  end(client, server);
  end(server, client);
});
await new Promise<void>((resolve) => relay.listen(0, '0.0.0.0', resolve));
const { port } = relay.address() as { port: number };

const socket = multicastDns({ interface: address, bind: '0.0.0.0', reuseAddr: true });
const heard = new Map<string, { service: string; hint: string }>();
socket.on('response', ({ answers, additionals }, from) => {
  if (from.address === address) return;
  const records = [...(answers ?? []), ...(additionals ?? [])];
  for (const record of records) {
    if (record.type !== 'PTR') continue;
    for (const { service, hint, address: at, port: theirs } of readAnnouncements(
      records,
      new Set([record.name]),
    )) {
      // The first that it hears is the one that it plays the twin of.
      victim ??= { address: at, port: theirs };
      if (!heard.has(hint)) say({ repeated: hint });
      heard.set(hint, { service, hint });
    }
  }
});
setInterval(() => {
  for (const { service, hint } of heard.values()) {
    for (const at of [port, ...silentPorts])
      socket.respond(announcement({ service, hint, instance: random(8), address, port: at }));
  }
  const [first] = heard.values();
  if (!first) return;
  for (let at = 0; at < PER_SHOUT; at += 1)
    socket.respond(
      announcement({ service: first.service, hint: random(8), instance: random(8), address, port }),
    );
}, SHOUT_MS);
say({ ready: true });
