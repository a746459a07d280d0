/**
 * Somebody between an inviter and a newcomer: it has replaced the code on its way, answers the newcomer as the inviter,
 * and asks the inviter as the newcomer, with its own key on both sides.
 */

import {
  encodeInvitation,
  type Invitation,
  readInvitation,
} from '../../../electron/node/cell/joining/invitation.ts';
import {
  type JoinAnswer,
  type JoinAsk,
  JoinQuestions,
} from '../../../electron/node/cell/joining/join-exchange.ts';
import { joinNonce } from '../../../electron/node/cell/joining/join-words.ts';
import { encodeBase64url } from '../../../electron/node/crypto/base64url.ts';
import { decodeMultikey, encodeMultikey } from '../../../electron/node/crypto/multikey.ts';
import { LocalMember } from '../../../electron/node/tutorial/local-member.ts';
import { cellNode } from '../cell-node.ts';
import { addressOf } from '../libp2p.ts';
import { person } from '../messaging.ts';

export interface Middle {
  /** What the newcomer gets to read in place of the inviter's. */
  readonly code: string;
  readonly identity: LocalMember['identity'];
  /** What the newcomer said, the newest last. */
  readonly heard: readonly JoinAsk[];
  readonly answered: readonly JoinAnswer[];
  readonly questions: JoinQuestions;
  /** By which the newcomer is answered from now on. */
  nonce: Uint8Array;
  /** Asks the inviter; rejects with what it says. */
  ask(request: unknown): Promise<JoinAnswer>;
  close(): void;
}

export async function middle(code: string, name: string): Promise<Middle> {
  const mallory = person('mallory');
  const self = new LocalMember({ name, key: mallory.key });
  const invitation = readInvitation(code);
  const heard: JoinAsk[] = [];
  const answered: JoinAnswer[] = [];
  const node = await cellNode(mallory, [], {
    joinDesk: {
      isOpen: () => true,
      answer: (request) => {
        heard.push(request as JoinAsk);
        const inviter = { alias: 'alice', didLog: self.identity.log as never };
        const said = { state: 'asking' as const, cellName: 'Maple Street', nonce: encodeBase64url(it.nonce) };
        return Promise.resolve({ v: 3, inviter, ballot: null, at: Date.now(), ...said });
      },
    },
  });
  const ours: Invitation = {
    ...invitation,
    inviter: encodeMultikey('ed25519', mallory.key.publicKey),
    addresses: [addressOf(node).replace(/\/p2p\/.*/, '')],
  };
  const it: Middle = {
    code: encodeInvitation(ours),
    identity: self.identity,
    heard,
    answered,
    questions: new JoinQuestions({ invitation, identity: self.identity, alias: name }),
    nonce: joinNonce(),
    async ask(request) {
      const { addresses, inviter } = invitation;
      const inviterKey = decodeMultikey(inviter).publicKey;
      const answer = (await node.daemon.askToJoin({ addresses, inviterKey, request })) as JoinAnswer;
      answered.push(answer);
      return answer;
    },
    close: () => self.close(),
  };
  return it;
}
