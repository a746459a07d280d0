import { expect, test } from 'vitest';
import { told } from '#shared/contract/errors.ts';
import { says } from '#shared/protocol/saying.ts';
import { joiningReason } from '#shared/words/reasons/join-reason.ts';
import {
  JOIN_RECORD,
  joiningAsWritten,
  newJoinRecord,
} from '../../../electron/node/cell/joining/join-record.ts';
import { SettingsStore } from '../../../electron/node/store/settings-store.ts';
import { RealMember } from '../../support/cell/real-member.ts';

const EXPIRED = told(says('error.cell.invitationExpired'));

test.each([
  ['as this version writes it', EXPIRED],
  ['as a text, by an older version', EXPIRED.message],
  [
    'by a version whose words this one does not have',
    { ...EXPIRED, says: { key: 'error.later', params: {} } },
  ],
])('why a question was refused is read %s', (_how, why) => {
  const settings = new SettingsStore(new RealMember('bob', 2).store);
  settings.set(JOIN_RECORD, { ...newJoinRecord('code', false, 1), step: 'refused', why });
  const joining = joiningAsWritten(settings);
  expect(joining?.state).toBe('refused');
  expect(joining && joiningReason(joining)).toBe('This invitation has expired. Ask for a new one.');
});

test('a question that goes on says so while no key is open', () => {
  const settings = new SettingsStore(new RealMember('bob', 2).store);
  settings.set(JOIN_RECORD, newJoinRecord('code', false, 1));
  const joining = joiningAsWritten(settings);
  expect(joining && joiningReason(joining)).toBe('It is asked again as soon as this node runs.');
});
