/** What the fixture's node finds: in its messages, proposals and receipts, by words that stand in them. */
import type { CallParsed } from '#shared/contract/contract.ts';
import type { Receipt } from '#shared/contract/domain/receipt.ts';
import type { SearchAnswer, SearchPart } from '#shared/contract/domain/search.ts';
import type { FixtureNode } from './fixture-node.ts';

const words = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u);

export async function fixtureSearch(
  node: FixtureNode,
  query: CallParsed<'search.find'>,
): Promise<SearchAnswer> {
  const terms = words(query.text).filter(Boolean);
  const holds = (text: string): boolean =>
    terms.length > 0 && terms.every((term) => words(text).some((word) => word.startsWith(term)));
  const wants = (kind: 'messages' | 'proposals' | 'receipts' | 'people'): boolean =>
    query.kinds?.includes(kind) ?? true;
  const { proposals, peers, me } = node.slices;
  const receipts = await receiptsOf(node);
  const messages = [...node.messages].filter(({ state }) => state !== 'cancelled').reverse();
  const people = [
    ...(me ? [{ did: me.did, name: me.name, is: 'me' as const }] : []),
    ...peers.map(({ did, name }) => ({ did, name, is: 'peer' as const })),
  ];
  const found = {
    messages: wants('messages') ? messages.filter(({ text }) => holds(text)) : [],
    proposals: wants('proposals')
      ? proposals.filter(({ label, title, proposer }) => holds(`${label} ${title} ${proposer}`))
      : [],
    receipts: wants('receipts')
      ? receipts.filter(({ name, seq, kind, hash }) => holds(`${name} ${seq} ${kind} ${hash}`)).reverse()
      : [],
    people: wants('people') ? people.filter(({ name }) => holds(name)) : [],
  };
  const first = <Hit>(hits: readonly Hit[]): Hit[] => hits.slice(0, query.limit);
  return {
    counts: {
      messages: found.messages.length,
      proposals: found.proposals.length,
      receipts: found.receipts.length,
      people: found.people.length,
    },
    searched: {
      messages: messages.length,
      proposals: proposals.length,
      receipts: receipts.length,
      people: people.length,
    },
    messages: {
      hits: first(found.messages).map((message) => ({ ...message, parts: marked(message.text, terms) })),
      next: null,
    },
    proposals: {
      hits: first(found.proposals).map((proposal) => ({
        proposal,
        place: 'title' as const,
        parts: marked(proposal.title, terms),
      })),
      next: null,
    },
    receipts: { hits: first(found.receipts), next: null },
    people: { hits: first(found.people), next: null },
    index: { state: 'ready', why: null, done: messages.length, total: messages.length, repairedAtMs: null },
  };
}

async function receiptsOf(node: FixtureNode): Promise<Receipt[]> {
  if (!node.slices.cell) return [];
  const answer = await node.carrier.call('log.page', { before: null, limit: 500, author: null });
  return (answer as { value?: { receipts: Receipt[] } }).value?.receipts ?? [];
}

function marked(text: string, terms: readonly string[]): SearchPart[] {
  return text
    .split(/([\p{L}\p{N}]+)/u)
    .filter((part) => part !== '')
    .map((part) => ({ text: part, found: terms.some((term) => part.toLowerCase().startsWith(term)) }));
}
