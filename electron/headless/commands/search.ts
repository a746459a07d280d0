import type { SearchAnswer, SearchKind } from '#shared/contract/domain/search.ts';
import type { Snapshot } from '#shared/contract/domain/snapshot.ts';
import { SEARCH_KINDS } from '#shared/contract/search-kinds.ts';
import { says } from '#shared/protocol/saying.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { dayAndTime } from '#shared/words/format/times.ts';
import { proposalReason } from '#shared/words/reasons/proposal-reason.ts';
import { proposalTitle } from '#shared/words/reasons/proposal-title.ts';
import { deedInWords } from '#shared/words/reasons/receipt-summary.ts';
import {
  excerptLine,
  indexSaying,
  searchAnswer,
  searchCalled,
  whoToWhom,
} from '#shared/words/reasons/search-words.ts';
import { t } from '#shared/words/translate.ts';
import { withReader } from '../ask-node.ts';
import { command, print, requiredHome } from '../command.ts';
import { ANY_WORD } from '../option-table.ts';
import { UsageError } from '../usage-error.ts';

/** Of each kind; a longer query finds the others. */
const SHOWN = 50;
const WORDS_MAX = 16;

export const search = command({
  name: 'search',
  options: ['kind'],
  words: [ANY_WORD, ...Array.from({ length: WORDS_MAX - 1 }, () => ({ isOptional: true }))],
  async run({ values, positionals }, output) {
    const kinds = values.kind === undefined ? {} : { kinds: [kindNamed(values.kind)] };
    return withReader(requiredHome(values.home), async (client) => {
      const query = { text: positionals.join(' '), limit: SHOWN, called: searchCalled(), ...kinds };
      const answer = await client.ask('search.find', query);
      const said = indexSaying(answer.index);
      const lines = linesOf(answer, await client.ask('state.snapshot', {}));
      print(output, answer, [searchAnswer(answer), ...(said === null ? [] : [said]), ...lines]);
      return 0;
    });
  },
});

function kindNamed(name: string): SearchKind {
  const kind = SEARCH_KINDS.find((one) => one === name);
  if (kind) return kind;
  throw new UsageError(says('error.headless.searchKind', { name, kinds: SEARCH_KINDS.join(', ') }));
}

function linesOf(answer: SearchAnswer, { peers, formerPeers, me }: Snapshot): string[] {
  const names = new Map([...formerPeers, ...peers, ...(me ? [me] : [])].map(({ did, name }) => [did, name]));
  const nameOf = (did: string): string => visibleLine(names.get(did) ?? t('common.unknownPeer'), 40);
  return [
    ...answer.messages.hits.map((hit) =>
      t('search.line.message', {
        when: dayAndTime(hit.createdAtMs),
        who: whoToWhom(hit, nameOf),
        text: excerptLine(hit.parts),
      }),
    ),
    ...answer.proposals.hits.flatMap(({ proposal, place, parts }) => [
      t('search.line.proposal', {
        label: proposal.label,
        title: proposalTitle(proposal),
        state: proposalReason(proposal, Date.now()).short,
      }),
      ...(place === 'text' || place === 'comment' ? [`    ${excerptLine(parts)}`] : []),
    ]),
    ...answer.receipts.hits.map(({ name, gen, seq, deed, hash }) => {
      const number = gen === 0 ? String(seq) : `${gen}.${seq}`;
      const label = `${visibleLine(name, 24)} ${number}`;
      return t('search.line.receipt', { label, deed: deedInWords(deed), hash: hash.slice(0, 16) });
    }),
    ...answer.people.hits.map(({ name, did }) =>
      t('search.line.person', { name: visibleLine(name, 40), did }),
    ),
  ];
}
