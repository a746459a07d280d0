import { CATALOGUES } from '#shared/words/catalogues.ts';
import type { StringKey } from '#shared/words/translate.ts';
import { proposalId } from './street-proposals.ts';

const BOB = encodeURIComponent('did:key:z6MkjchhfUsD6mmvni8mCdXHw216Xrm9bQe2mBH1P5RDjVJG');
const ERIN = encodeURIComponent('did:key:z6MkwXG2WjeQnNxSoynSGYU8V9j3QzP3JSqhdmkHc6SaVWoT');
const proposal = (number: number): string => `governance/${proposalId(number)}`;

export interface View {
  readonly hash: string;
  /** What the page says once everything it waits for has come. */
  readonly says: string | RegExp;
  /** The same in German, where it is not a string of the catalogue by itself. */
  readonly saysInGerman?: string | RegExp;
  /** Its drawings as tables. */
  readonly tables?: boolean;
}

/** Every page, and every state of it that has a table, a list or a form of its own; by the state of the node. */
export const VIEWS: Readonly<Record<string, readonly View[]>> = {
  governance: [
    { hash: 'overview', says: 'Last decisions' },
    { hash: 'governance', says: 'Decided' },
    { hash: 'governance/list', says: 'Your vote' },
    { hash: proposal(14), says: 'Who voted' },
    { hash: proposal(13), says: 'Who voted' },
    { hash: 'reputation', says: 'Endorsements' },
    { hash: 'reputation', says: 'Endorsements', tables: true },
    { hash: 'tokens', says: 'Vote on P-13', saysInGerman: 'Stimme zu P-13' },
  ],
  cell: [
    { hash: 'sync', says: 'Who holds what' },
    { hash: 'sync', says: 'Who holds what', tables: true },
    { hash: 'chain', says: 'Stored by' },
    { hash: 'chain', says: 'Stored by', tables: true },
    { hash: 'identity', says: 'Log of the document' },
  ],
  street: [
    { hash: `messages/${BOB}/10`, says: 'bob' },
    { hash: 'messages/broadcast', says: 'Seen. I will read it tonight.' },
    { hash: 'agent', says: 'Episodes' },
    { hash: 'agent', says: 'Episodes', tables: true },
    { hash: 'agent/episodes', says: 'Reward' },
    { hash: 'agent/rules', says: 'How it chooses' },
    { hash: 'settings/wrong', says: 'The disk is full.' },
    { hash: 'settings', says: 'General' },
  ],
  'fork-asked': [
    { hash: 'overview', says: 'Go with them' },
    { hash: 'settings/cells', says: 'Go with them' },
    { hash: 'settings/cells', says: 'Go with them', tables: true },
  ],
  'fork-entered': [{ hash: 'overview', says: 'Withdraw' }],
  'fork-crossed': [{ hash: 'overview', says: 'Stay' }],
  'fork-moved': [
    { hash: 'settings/cells', says: 'Forks' },
    { hash: 'chain/all/e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', says: 'Receipts' },
  ],
  'fork-alone': [{ hash: 'settings/cells', says: 'Ways out' }],
  'fork-left': [
    { hash: 'overview', says: 'Count them out' },
    { hash: 'settings/cells', says: 'Who left' },
  ],
  'fork-left-out': [{ hash: 'settings/cells', says: 'Who left' }],
  'fork-twice': [{ hash: 'settings/cells', says: 'Leave by fork' }],
  words: [{ hash: 'identity', says: 'Recovery words not written down' }],
  'words-forgotten': [{ hash: 'identity', says: 'Recovery words written down' }],
  rekey: [
    {
      hash: 'overview',
      says: 'Vote only if you know that it is bob: by voice, or face to face.',
      saysInGerman: /an der Stimme oder von Angesicht/,
    },
    { hash: `governance/${(24).toString(16).padStart(64, 'c')}`, says: 'Who voted' },
    { hash: 'identity', says: 'Log of the document' },
  ],
  'recovery-asked': [{ hash: 'overview', says: 'They are the same: ask the others' }],
  'old-key': [{ hash: 'overview', says: 'Your key was changed' }],
  recovering: [{ hash: 'sync', says: 'Type your 24 words' }],
  files: [{ hash: `messages/${ERIN}`, says: 'Waits for you to fetch it' }],
  'cell-asked': [{ hash: 'overview', says: 'frank asks to join', saysInGerman: 'frank bittet um Aufnahme' }],
  'cell-barred': [{ hash: 'overview', says: 'Needs you' }],
  'cell-full': [{ hash: 'sync', says: 'Who holds what' }],
  'disk-full': [{ hash: 'overview', says: /disk is full/, saysInGerman: /voll/ }],
  joining: [{ hash: 'sync', says: 'They differ' }],
  alone: [
    { hash: 'sync', says: 'Found a cell' },
    { hash: 'messages', says: 'Add a peer' },
  ],
  setup: [{ hash: '', says: 'Continue' }],
  locked: [{ hash: '', says: 'Unlock' }],
  'home-taken': [{ hash: '', says: 'Take over' }],
};

/** What a view says in a language, once everything it waits for has come. */
export function saysIn(language: 'en' | 'de', { says, saysInGerman }: View): string | RegExp {
  if (language === 'en') return says;
  if (saysInGerman !== undefined) return saysInGerman;
  const keys = Object.keys(CATALOGUES.en) as StringKey[];
  const key = keys.find((one) => CATALOGUES.en[one] === says);
  return key ? CATALOGUES.de[key] : says;
}
