import type { credentialCalls } from '#shared/contract/credential-calls.ts';
import type { GhostNode } from '../node/root/node.ts';
import type { Handlers } from './dispatch.ts';

/** The calls about credentials. */
export function credentialAnswers({ credentials }: GhostNode): Pick<Handlers, keyof typeof credentialCalls> {
  return {
    'credentials.define': (type) => credentials.define(type),
    'credentials.issue': (wish) => credentials.issue(wish),
    'credentials.issueAgain': ({ id }) => credentials.issueAgain(id),
    'credentials.revoke': ({ id }) => credentials.revoke(id),
    'credentials.request': ({ typeId, fields }) => credentials.request(typeId, fields),
    'credentials.readRequest': ({ text }) => credentials.readRequest(text),
    'credentials.show': (wish) => credentials.show(wish),
    'credentials.check': ({ text }) => credentials.check(text),
    'credentials.askPapers': ({ id }) => credentials.askPapers(id),
    'credentials.papers': ({ text }) => credentials.papers(text),
    'credentials.handOver': ({ id }) => credentials.handOver(id),
    'credentials.takePapers': ({ text }) => credentials.takePapers(text),
    'credentials.standing': () => credentials.standing(),
    'credentials.readStanding': ({ text }) => credentials.readStanding(text),
    'credentials.acceptStanding': ({ text, words }) => credentials.acceptStanding(text, words),
    'credentials.readIssuer': ({ text }) => credentials.readIssuer(text),
    'credentials.acceptIssuer': ({ text, fingerprint }) => credentials.acceptIssuer(text, fingerprint),
    'credentials.forgetVoucher': ({ kind, id }) => credentials.forgetVoucher(kind, id),
  };
}
