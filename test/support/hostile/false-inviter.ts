/**
 * A stranger on the network who says that it is a member who invites: `node false-inviter.ts NAME CELL`. Whoever asks
 * it for an invitation gets one, and is passed on to the member who shows the same name, under the stranger's own key.
 * Says a line when it is there.
 */
import {
  encodeInvitation,
  type Invitation,
  readInvitation,
} from '../../../electron/node/cell/joining/invitation.ts';
import { JoinAsk, JoinQuestions } from '../../../electron/node/cell/joining/join-exchange.ts';
import { joinNonce } from '../../../electron/node/cell/joining/join-words.ts';
import { SightAsk } from '../../../electron/node/cell/joining/seen-invitations.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { Libp2pDaemon } from '../../../electron/node/transport/link/libp2p-daemon.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { MemoryLog, memoryCell, someHash, someScid } from '../memory-log.ts';
import { person, testNode } from '../messaging.ts';

const HOUR_MS = 3_600_000;
const [name = '', cellName = ''] = process.argv.slice(2);
const mallory = person('mallory');
const self = new LocalMember({ name, key: mallory.key });
const node = testNode(mallory, []);
const nonce = joinNonce();
let questions: JoinQuestions | null = null;
let victim: { addresses: readonly string[]; key: Uint8Array } | null = null;

/** What the honest inviter says to the stranger, as if the stranger were the newcomer. */
async function passOn({ alias, nonce: told }: JoinAsk): Promise<void> {
  if (victim === null) return;
  const { addresses, key: inviterKey } = victim;
  if (questions === null) {
    const answer = await daemon.askToJoin({ addresses, inviterKey, request: { v: 1, sight: true } });
    const invitation = readInvitation((answer as { code: string }).code);
    questions = new JoinQuestions({ invitation, identity: self.identity, alias });
    await daemon.askToJoin({ addresses, inviterKey, request: questions.first() });
  }
  if (told !== undefined) await daemon.askToJoin({ addresses, inviterKey, request: questions.next() });
}

function ownInvitation(): Invitation {
  return {
    v: 2,
    cell: someHash('the cell of the stranger'),
    cellName,
    alias: name,
    inviter: encodeMultikey('ed25519', mallory.key.publicKey),
    addresses: daemon.reachableAddresses().slice(0, 8),
    secret: encodeBase64url(new Uint8Array(16)),
    expires: Date.now() + HOUR_MS,
  };
}

const daemon: Libp2pDaemon = new Libp2pDaemon({
  identity: mallory.key,
  directory: node.directory,
  receive: (frames) => node.inbox.receiveAll(frames),
  listen: ['/ip4/0.0.0.0/tcp/0', '/ip6/::/tcp/0'],
});
await daemon.attachCell({
  ...memoryCell(new MemoryLog(someHash('the cell of the stranger'), someScid(name))),
  joinDesk: {
    isOpen: () => true,
    answer: async (request) => {
      if (SightAsk.safeParse(request).success) return { v: 1, code: encodeInvitation(ownInvitation()) };
      await passOn(JoinAsk.parse(request)).catch(() => undefined);
      return {
        v: 3,
        state: 'asking',
        ballot: null,
        at: Date.now(),
        cellName,
        inviter: { alias: name, didLog: self.identity.log },
        nonce: encodeBase64url(nonce),
      };
    },
  },
});
await daemon.start();
await daemon.sight.show({ key: mallory.key.publicKey, inviter: name, cellName }, Date.now() + HOUR_MS);
setInterval(() => {
  const [seen] = daemon.sight.look(mallory.key.publicKey).seen;
  if (seen) victim = { addresses: seen.addresses, key: seen.key };
}, 500);
process.stdout.write('shown\n');
