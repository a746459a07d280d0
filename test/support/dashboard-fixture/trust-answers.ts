/** What the fixture's node answers about reputation and tokens. */
import type { StatementLine } from '#shared/contract/domain/trust.ts';
import { GhostStackError } from '#shared/contract/errors.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { bridgeAnswers } from './bridge-answers.ts';
import { credentialAnswers } from './credential-answers.ts';
import type { FixtureNode, Handlers } from './fixture-node.ts';
import { statementPage, streetExplained } from './street-trust.ts';

export function trustAnswers(node: FixtureNode, statement: readonly StatementLine[]): Handlers {
  let lines = statement;
  const trust = () => {
    if (!node.slices.trust) throw new GhostStackError('not-found', asWritten('This node has no cell yet.'));
    return node.slices.trust;
  };
  return {
    ...bridgeAnswers(node),
    ...credentialAnswers(),
    'trust.explain': ({ scid }) => {
      const shown = trust().ranks.find((one) => one.scid === scid);
      if (!shown) throw new GhostStackError('not-found', asWritten('There is no such member.'));
      const explained = streetExplained(Date.now(), scid);
      return {
        ...explained,
        ...shown,
        parts: shown.parts.map((part) => ({
          uncappedScore: part.score,
          endorsements: [],
          ...explained.parts.find((one) => one.scid === part.scid),
          ...part,
        })),
      };
    },
    'trust.endorse': ({ scid, strength }) => {
      const { ranks } = trust();
      const me = ranks.find((one) => one.me);
      if (!me) throw new GhostStackError('not-found', asWritten('There is no such member.'));
      node.push({
        trust: {
          ...trust(),
          ranks: ranks.map((one) => {
            if (one.scid !== scid) return one;
            const others = one.parts.filter((part) => part.scid !== me.scid);
            const mine = { scid: me.scid, name: me.name, score: 0, weight: strength, share: 0.25, caps: [] };
            return { ...one, parts: strength > 0 ? [...others, mine] : others };
          }),
        },
      });
      return null;
    },
    'tokens.statement': (page) => statementPage(lines, page),
    'tokens.transfer': ({ scid, amount, note }) => {
      const { balances } = trust();
      const mine = balances.find(({ me }) => me);
      const other = balances.find((one) => one.scid === scid);
      if (!mine || !other) throw new GhostStackError('not-found', asWritten('There is no such member.'));
      const receipt = { hash: '8'.repeat(64), gen: 0, seq: 215, atMs: Date.now() };
      const balance = mine.balance - amount;
      lines = [
        ...lines,
        {
          position: lines.length,
          atMs: Date.now(),
          kind: 'sent',
          other: other.name,
          note: note ?? null,
          proposal: null,
          delta: -amount,
          balance,
          receipt,
          receiptBy: mine.name,
        },
      ];
      node.push({
        trust: {
          ...trust(),
          balances: balances.map((one) =>
            one.me
              ? { ...one, balance }
              : one.scid === scid
                ? { ...one, balance: one.balance + amount }
                : one,
          ),
        },
      });
      return null;
    },
  };
}
