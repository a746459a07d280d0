/** Prints what it hears by multicast DNS on one address, a packet a line in base64: `node mdns-sniffer.ts ADDRESS`. */
import { createSocket } from 'node:dgram';

const [address = ''] = process.argv.slice(2);
const socket = createSocket({ type: 'udp4', reuseAddr: true });
socket.on('message', (packet) => console.log(packet.toString('base64')));
socket.bind(5353, '0.0.0.0', () => {
  socket.addMembership('224.0.0.251', address);
  console.log('ready');
});
