import { randomInt } from 'node:crypto';
import { GhostStackError, worded } from '#shared/contract/errors.ts';
import type { Epoch } from '#shared/protocol/closing/epoch.ts';
import type { Entry } from '#shared/protocol/log/entry.ts';
import { type Saying, says, sentences } from '#shared/protocol/saying.ts';
import type { IntegrityLog } from '../../log/integrity-log.ts';
import type { HeadMarker } from '../../store/head-marker.ts';
import type { Barred, SafetyState } from '../../store/safety-state.ts';
import type { OwnFeedDoubt } from '../reactions/go-on.ts';
import { type Alarm, computerAlarm } from './alarm.ts';
import { type FeedKeys, isFormerKey } from './feed-keys.ts';
import { FreshAnswers } from './fresh-answers.ts';
import { MembersWord, refusersAtMost } from './members-word.ts';
import { OldNews } from './old-news.ts';
import { TwinNews } from './twin-news.ts';
import { isFirstPlaceOpen, isOthersPlace, waitsForFirst } from './unwritten-key.ts';
import { barredUntil, doubtedBy, toldBy, WHY_BARRED, whyBarred } from './why-barred.ts';

/** Among so many generations one is drawn after a restore that nothing else tells from another. */
const UNMARKED_GENERATIONS = 2 ** 30;

/** What is asked of a log. */
export type GuardedLog = Pick<
  IntegrityLog,
  | 'cell'
  | 'graph'
  | 'isWritable'
  | 'ownHead'
  | 'watchFeed'
  | 'watchWriting'
  | 'signingBarred'
  | 'barSigning'
  | 'beginGeneration'
>;

export interface OwnFeedGuardOptions {
  readonly log: GuardedLog;
  readonly safety: Pick<SafetyState, 'read' | 'bar' | 'lift' | 'wasMarked' | 'noteMarked'>;
  /** Kept outside of the home; absent for members that live in memory only. */
  readonly marker?: Pick<HeadMarker, 'read' | 'write'> | null;
  readonly me: string;
  /** The own key, as a Multikey, of whoever has one for ever. */
  readonly key: string;
  readonly keys?: FeedKeys;
  readonly epoch: () => Epoch | null;
  /** Whether and why signing is barred may have changed, or who has answered. */
  readonly changed: () => void;
  /** How long an answer is too new to go on by (FreshAnswers), in milliseconds; default 0. */
  readonly noticeMs?: number;
  /** Default: the computer's. */
  readonly alarm?: Alarm;
  /** A number of chance below another; default: the computer's. */
  readonly draw?: (below: number) => number;
}

/**
 * Keeps a node from forking itself (DESIGN §2). An entry under our own key that comes from elsewhere shows that this
 * is an older copy of the home: nothing is signed until every other member has told what it holds, and then in a new
 * generation of the feed. A member who only says that it holds one stops us for as long as sending it takes; one who
 * says that our key is a former one, for as long (MembersWord). A second live copy that proves the key stops
 * both, until one is started again or its operator goes on.
 */
export class OwnFeedGuard {
  readonly #options: OwnFeedGuardOptions;
  /** Members who say that they hold an entry of ours which is not here, until it is. */
  readonly #claims: MembersWord;
  /** Those who say that our key was changed. */
  readonly #keyTold: MembersWord;
  readonly #twin: TwinNews;
  readonly #fresh: FreshAnswers;
  readonly #oldNews = new OldNews();
  /** The marked entry that is known to be missing here. */
  #lost: string | null = null;
  #markFailure: Saying | null = null;
  #isMarkNoted = false;
  /** The operator has said so, against those who refuse it: they do so at each try. */
  #isKeyGood = false;

  constructor(options: OwnFeedGuardOptions) {
    this.#options = options;
    const alarm = options.alarm ?? computerAlarm;
    const changed = () => this.#bar();
    this.#claims = new MembersWord(changed, alarm);
    this.#keyTold = new MembersWord(changed, alarm);
    this.#twin = new TwinNews(changed, alarm);
    this.#fresh = new FreshAnswers(options.noticeMs ?? 0, changed, alarm);
    options.log.watchFeed(options.me, (entry, hash) => this.#shown(entry, hash));
    options.log.watchWriting({ before: () => this.#requireMarked(), after: () => this.#mark() });
    this.#compareMark();
    this.#bar();
  }

  /** What a member says that it holds of each feed, ours among them. */
  peerHolds(scid: string, tips: Readonly<Record<string, readonly string[]>>): void {
    const { log, me } = this.#options;
    const unknown = (tips[me] ?? []).some((hash) => !log.graph.isKnown(hash) && !this.#oldNews.has(hash));
    const restored = this.#state();
    if (unknown) this.#claims.said(scid);
    else this.#claims.unsaid(scid);
    if (!unknown && restored && !restored.answered.includes(scid)) {
      this.#save({ ...restored, answered: [...restored.answered, scid] });
      this.#fresh.came();
    }
    this.#bar();
    // After what follows from the answer: a mark that is written anew forgets the entry that is missing here.
    if (!this.#markFailure) return;
    this.#mark();
    this.#bar();
  }

  /** Whose answers are here after a restore, or null without one; and whether a second node lives, or may be told of yet. */
  doubt(): Pick<OwnFeedDoubt, 'answered' | 'hasTwin'> {
    return {
      answered: this.#state()?.answered ?? null,
      hasTwin: this.#twin.reason !== null || this.#fresh.areThere,
    };
  }

  /** Goes on in a later generation; all that could be missing is here. */
  goOn(): void {
    try {
      this.#goOn();
    } catch (error) {
      // Another copy has written meanwhile, or the rules refuse it: it waits on, and what bars says why.
      if (!(error instanceof GhostStackError)) throw error;
    }
  }

  /** A member refuses the key that is here, as a former one: it does not answer, and what we sign reaches nobody. */
  keyTold(scid: string): void {
    if (this.#isKeyGood || this.#keyTold.by.has(scid)) return;
    this.#keyTold.said(scid);
    this.#bar();
  }

  /** A second live node has proved our key. */
  twinShown(reason: Saying): void {
    this.#twin.shown(reason);
  }

  /** A member says that there is one. */
  twinTold(scid: string, reason: Saying): void {
    this.#twin.told(scid, reason);
  }

  /** The operator goes on although some members have not answered, and says that no second copy lives. */
  override(): void {
    this.#claims.dismiss();
    this.#keyTold.dismiss();
    this.#isKeyGood = true;
    this.#twin.clear();
    if (this.#markFailure) this.#mark();
    if (this.#state()) this.#goOn();
    else this.#bar();
  }

  stop(): void {
    this.#claims.stop();
    this.#keyTold.stop();
    this.#twin.stop();
    this.#fresh.stop();
  }

  /** An entry of our feed that was not written here; of a key or a generation that was given up it is no news. */
  #shown(entry: Entry, hash: string): void {
    const { log, me, keys, key, epoch } = this.#options;
    const isOwn = this.#isOwn(entry.key);
    if (isFormerKey(epoch(), me, entry.key, keys?.present() ?? key)) {
      if (this.#oldNews.add(hash) && isOwn) keys?.formerUsed(entry);
      return;
    }
    if (!isOwn) return;
    const later = log.graph
      .heads(me)
      .some((head) => head.entry.key === entry.key && entry.gen < head.entry.gen);
    if (later) this.#oldNews.add(hash);
    if (later || this.#state()) return;
    // On disk before the entry is: after a crash in between, its feed must not be taken for one written here.
    this.#save({ why: 'shown', answered: [] });
    this.#bar();
  }

  #goOn(): void {
    const { log, safety } = this.#options;
    if (this.#isKeyUnwritten()) throw new GhostStackError('conflict', says('error.barred.keyUnwritten'));
    log.barSigning(null);
    try {
      log.beginGeneration(this.#nextGeneration(log.ownHead()?.entry.gen ?? 0));
      // Only now: after a crash in between, the old generation must not go on.
      safety.lift(log.cell);
      this.#lost = null;
    } finally {
      this.#bar();
    }
  }

  readonly #isOwn = (key: string): boolean => this.#options.keys?.holds(key) ?? key === this.#options.key;

  #isKeyUnwritten(): boolean {
    const { log, epoch, me } = this.#options;
    return waitsForFirst(log.graph, epoch(), me, {
      gen: log.ownHead()?.entry.gen ?? 0,
      why: this.#state()?.why ?? null,
    });
  }

  #bar(): void {
    const { log, changed } = this.#options;
    log.barSigning(this.#reason());
    changed();
  }

  #reason(): Saying | null {
    if (this.#twin.reason) return this.#twin.reason;
    if (this.#markFailure) return this.#markFailure;
    const restored = this.#state();
    const epoch = this.#options.epoch();
    const members = epoch?.members ?? [];
    if (!restored) {
      if (isOthersPlace(this.#options)) return says('error.barred.keyUnwritten');
      if (this.#keyTold.isBelieved(epoch, refusersAtMost(epoch))) return toldBy(members, this.#keyTold.by);
      return this.#claims.isBelieved(epoch) ? doubtedBy(members, this.#claims.by) : null;
    }
    const [{ me }, isKeyTold] = [this.#options, this.#keyTold.by.size > 0];
    const until = this.#isKeyUnwritten()
      ? says('error.barred.keyUnwritten')
      : barredUntil(members, { me, isKeyTold, answered: restored.answered });
    return sentences([whyBarred(restored), until]);
  }

  /** At the start: an older copy of the home lacks the entry that is marked, a moved one finds no mark. */
  #compareMark(): void {
    const { log, marker, me, safety } = this.#options;
    if (!marker || !log.isWritable) return;
    const mark = marker.read();
    // What a lost machine wrote is no feed of the one that takes its place.
    const hasFeed = log.graph.heads(me).some(({ entry }) => this.#isOwn(entry.key));
    const isUnmarked = !mark && (hasFeed || safety.wasMarked(log.cell));
    if (mark ? this.#isLost(mark.hash) : isUnmarked) {
      this.#lost = mark?.hash ?? null;
      const state = this.#state();
      if (!state || state.why === 'shown') this.#save({ why: mark ? 'older' : 'unmarked', answered: [] });
    } else if (!this.#state() && !(mark?.hash === null && isFirstPlaceOpen(this.#options))) this.#mark();
  }

  /** Before each entry: another copy on this computer may have gone on since. */
  #requireMarked(): void {
    const { log, marker } = this.#options;
    const hash = marker?.read()?.hash ?? null;
    if (!this.#isLost(hash) || hash === this.#lost) return;
    this.#lost = hash;
    this.#save({ why: 'older', answered: [] });
    this.#bar();
    throw new GhostStackError('conflict', log.signingBarred ?? WHY_BARRED.older);
  }

  #isLost(hash: string | null): boolean {
    return hash !== null && this.#options.log.graph.get(hash) === undefined;
  }

  #mark(): void {
    const { log, marker, safety } = this.#options;
    if (!marker) return;
    const head = log.ownHead();
    try {
      marker.write({ gen: head?.entry.gen ?? 0, hash: head?.hash ?? null });
      if (!this.#isMarkNoted) safety.noteMarked(log.cell);
      this.#isMarkNoted = true;
      this.#markFailure = null;
    } catch (error) {
      this.#markFailure = says('error.barred.markNotWritten', { reason: worded(error) });
      this.#bar();
    }
  }

  /**
   * Not one that an earlier restore of the same backup has begun. The mark of an older copy knows those of this
   * computer; from one that lives elsewhere chance keeps us apart.
   */
  #nextGeneration(gen: number): number {
    const { marker, draw = randomInt } = this.#options;
    if (!marker) return gen + 1;
    const mark = marker.read();
    const next = Math.max(gen, mark?.gen ?? 0) + 1;
    return mark && this.#lost !== null ? next : next + draw(UNMARKED_GENERATIONS);
  }

  #state(): Barred | null {
    return this.#options.safety.read(this.#options.log.cell);
  }

  #save(barred: Barred): void {
    this.#options.safety.bar(this.#options.log.cell, barred);
  }
}
