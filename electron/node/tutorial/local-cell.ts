import { GhostStackError } from '#shared/contract/errors.ts';
import { MINUTE_MS } from '#shared/protocol/limits.ts';
import { asWritten } from '#shared/protocol/saying.ts';
import { readInvitation } from '../cell/joining/invitation.ts';
import { JoinQuestions } from '../cell/joining/join-exchange.ts';
import { exportLog } from '../log/log-file.ts';
import { LocalMember, type LocalMemberOptions } from './local-member.ts';

/** Invitations name an address; here the inviter is asked directly. */
const NOWHERE = ['/ip4/127.0.0.1/tcp/1'];

/**
 * A cell whose members all live in this process and hear each other at once: the real log, founding, admission,
 * closing and folds, without a network.
 *
 *     const cell = LocalCell.found('Maple Street', { name: 'alice' });
 *     await cell.admit({ name: 'bob' });
 *     const governance = new GovernanceService({ cell });
 */
export class LocalCell {
  readonly #members: LocalMember[];

  static found(name: string, founder: LocalMemberOptions): LocalCell {
    const member = new LocalMember(founder);
    member.found(name);
    return new LocalCell([member]);
  }

  private constructor(members: LocalMember[]) {
    this.#members = members;
  }

  /**
   * Admits a newcomer who comes by an invitation of the founder's, by a ballot of all members.
   * @throws {GhostStackError} `already-exists` for a name that is taken, `conflict` when the cell is full
   */
  async admit(newcomer: LocalMemberOptions): Promise<LocalMember> {
    const inviter = this.first;
    const { admissions } = inviter.node;
    const invitation = readInvitation(admissions.invite(NOWHERE, MINUTE_MS).code);
    const member = new LocalMember(newcomer);
    const { identity, key, name } = member;
    try {
      const questions = new JoinQuestions({ invitation, identity, alias: name });
      for (const question of [questions.first(), questions.next()])
        await admissions.answer(question, key.publicKey);
      this.meet();
      if (!inviter.epoch.members.some(({ scid }) => scid === identity.scid))
        throw new GhostStackError('refused', asWritten(`${inviter.epoch.name} did not admit ${name}.`));
      member.enter(invitation.cell);
    } catch (thrown) {
      member.close();
      throw thrown;
    }
    this.#members.push(member);
    this.meet();
    return member;
  }

  /** In the order of joining. */
  get members(): readonly LocalMember[] {
    return this.#members;
  }

  /** The founder: all hold the same log, so what is asked of one is asked of it. */
  get first(): LocalMember {
    return this.#members[0] as LocalMember;
  }

  /** The member of a name, an alias `did:sov:<name>` or a DID. Throws `not-found`. */
  member(name: string): LocalMember {
    const member = this.#members.find((candidate) => candidate.isCalled(name));
    if (!member)
      throw new GhostStackError(
        'not-found',
        asWritten(`${JSON.stringify(name)} is not a member of this cell.`),
      );
    return member;
  }

  has(name: string): boolean {
    return this.#members.some((member) => member.isCalled(name));
  }

  /** The name of a member by its SCID. */
  nameOf(scid: string): string {
    return this.#members.find(({ identity }) => identity.scid === scid)?.name ?? scid;
  }

  /** Lets a member act, and all others hear of it and do their part. */
  act<T>(name: string, run: (member: LocalMember) => T): T {
    const result = run(this.member(name));
    this.meet();
    return result;
  }

  /** Every member gets what the others hold, until nobody has anything new. */
  meet(): void {
    let fresh: number;
    do {
      fresh = 0;
      for (const a of this.#members) for (const b of this.#members) if (a !== b) fresh += a.syncFrom(b);
    } while (fresh > 0);
  }

  /** The whole log as a signed file, as `ghoststack log verify` reads it. */
  export(nowMs: number = Date.now()): string {
    const { log, author } = this.first.node;
    return [...exportLog(log, author, nowMs)].join('');
  }

  close(): void {
    for (const member of this.#members) member.close();
  }
}
