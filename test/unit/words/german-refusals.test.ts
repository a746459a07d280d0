/** Refusals are parts of other sentences: in German they must read on where they are inserted. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Saying, says } from '#shared/protocol/saying.ts';
import { speak } from '#shared/words/language.ts';
import { sentence } from '#shared/words/sayings.ts';

beforeEach(() => speak('de'));
afterEach(() => speak('en'));

test.each<[string, Saying]>([
  [
    'Diese Quittung zählt nicht: der Urheber ist kein Mitglied.',
    says('error.log.doesNotCount', { reason: says('refusal.notMember') }),
  ],
  [
    'Das lässt sich nicht eröffnen: die Zeit zum Abstimmen ist 1 Tag, die Zelle verlangt mindestens 3 Tage.',
    says('error.cell.cannotBeOpened', {
      reason: says('refusal.deadlineTooShort', {
        deadline: { durationMs: 86_400_000 },
        deadline2: { durationMs: 3 * 86_400_000 },
      }),
    }),
  ],
  [
    'messages.send: die Eingabe muss ein Objekt sein.',
    says('error.call.inputWrong', {
      name: 'messages.send',
      issue: says('issue.notOfKind', { field: says('issue.input'), kind: says('issue.kind.object') }),
    }),
  ],
  [
    'Zeit zum Koordinieren ist weniger als 1 s.',
    says('error.headless.issue', {
      issue: says('issue.isLess', {
        field: says('error.headless.field.turn'),
        minimum: says('error.headless.seconds', { n: 1 }),
      }),
    }),
  ],
  [
    'Der Vergleich der Uhren ist 3-mal gescheitert (Die Datenbank lässt sich nicht öffnen. Prüfe, ob es den Ordner gibt und du dort schreiben darfst.).',
    says('fault.failed', {
      what: says('fault.comparingClocks'),
      reason: says('error.store.cannotOpen', { file: says('error.store.someDatabase') }),
      times: 3,
    }),
  ],
  [
    'Die Schlüsseldatei /k kann von anderen gelesen werden. Mach sie zu deiner allein (chmod 600), oder lege eine neue an.',
    says('error.identity.keyFileUnsafe', { path: '/k', objection: says('error.store.readByOthers') }),
  ],
  [
    'Dieser Wert lässt sich nicht signieren oder hashen, denn er enthält einen Wert der Art symbol.',
    says('error.crypto.notCanonical', { what: says('error.crypto.value.type', { type: 'symbol' }) }),
  ],
  [
    'Ein anderes GhostStack nutzt /h. Beende es zuerst, oder wähle einen anderen Ordner.',
    says('error.store.homeTaken', { holder: says('error.store.anotherNode'), home: '/h' }),
  ],
  [
    'Eintrag 2 dieses DID-Protokolls verletzt die Regel „scid“: sein Inhalt hat nicht den Hash in seinem SCID.',
    says('error.didLog.entryBroken', {
      rule: 'scid',
      entry: 2,
      what: says('error.didLog.contentNotScid'),
    }),
  ],
])('%s', (german, saying) => {
  expect(sentence(saying)).toBe(german);
});
