import { afterAll, expect, test } from 'vitest';
import { invitationSentence } from '#shared/words/reasons/join-reason.ts';
import { invitationSays } from '../../../electron/node/cell/joining/invitation.ts';
import { LocalCell } from '../../../electron/node/tutorial/local-cell.ts';

const cell = LocalCell.found('Maple Street', { name: 'alice' });
afterAll(() => cell.close());

test('an invitation says who invites, to what, until when, to whoever reads it', () => {
  const { code, url, expiresAtMs } = cell.first.node.admissions.invite(['/ip4/127.0.0.1/tcp/1'], 60_000);
  for (const typed of [code, url]) {
    const says = invitationSays(typed);
    expect(says).toEqual({ cellName: 'Maple Street', inviter: 'alice', expiresAtMs });
    expect(invitationSentence(says, expiresAtMs - 1)).toMatch(
      /^alice invites you to Maple Street, until .*\.$/,
    );
    expect(invitationSentence(says, expiresAtMs)).toMatch(
      /^alice invited you to Maple Street\. By the clock of this computer that ended on /,
    );
  }
});
