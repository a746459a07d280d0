import { useEffect, useState } from 'react';
import { shortDid } from '#shared/words/format/identifier.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { fullDate } from '#shared/words/format/times.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Avatar } from '../../components/Avatar.tsx';
import { Card, Columns } from '../../components/Card.tsx';
import { CopyButton } from '../../components/CopyButton.tsx';
import { Page } from '../../components/Page.tsx';
import { isFormer, useCell, useMyOrder } from '../../state/cell.ts';
import { useNode } from '../../state/context.tsx';
import { useCall } from '../../state/use-call.ts';
import { CredentialsCard } from './credentials/CredentialsCard.tsx';
import { DocumentCard } from './DocumentCard.tsx';
import styles from './Identity.module.css';
import type { IdentityDocument } from './identity-document.ts';
import { KeyCard } from './KeyCard.tsx';
import { LogCard } from './LogCard.tsx';
import { MembersCard } from './MembersCard.tsx';
import { WordsCard } from './WordsCard.tsx';

/** Who I am, what others verify me by, and by what I verify them. */
export function IdentityPage() {
  const protection = useNode((node) => node.me?.keyProtection ?? 'passphrase');
  // What a former member changes reaches nobody.
  const others = useNode(({ cell }) => (cell && !isFormer(cell) ? cell.members.length - 1 : 0));
  const { document, failure, load } = useDocument();
  const written = useNode(({ recoveryWords }) => recoveryWords?.state !== 'here');
  const words = written ? '' : t('recovery.answer.here');
  const version = document ? t('identity.answerRest', { n: document.versions }) : '';
  const held = others > 0 ? t('identity.answerCell', { n: others }) : '';
  return (
    <Page
      title={t('shell.page.identity')}
      claim={t(`identity.answer.${protection}`)}
      rest={[words, version, held].filter(Boolean).join(' ')}
    >
      <Columns
        ratio="narrow-side"
        main={
          <>
            <MyCard did={document?.did ?? null} />
            <CredentialsCard />
            <DocumentCard document={document} failure={failure} onRetry={load} />
            <LogCard document={document} />
          </>
        }
        side={
          <>
            <WordsCard />
            <KeyCard />
            <MembersCard />
          </>
        }
      />
    </Page>
  );
}

function useDocument() {
  const call = useCall('identity.document');
  const { run } = call;
  const did = useNode((node) => node.me?.did ?? null);
  const [document, setDocument] = useState<IdentityDocument | null>(null);
  const load = () => void run({}).then((done) => done && setDocument(done.value));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another identity has another document
  useEffect(load, [run, did]);
  return { document, failure: failureInWords(call.failure) ?? null, load };
}

function MyCard({ did }: { readonly did: string | null }) {
  const me = useNode((node) => node.me);
  const order = useMyOrder();
  const cell = useCell();
  const mine = cell?.members.find((member) => member.me);
  if (!me) return null;
  const shown = did ?? me.did;
  const name = cell ? visibleLine(cell.name, 60) : '';
  const standing = !cell
    ? t('identity.noCell')
    : !mine
      ? t('identity.former', { cell: name })
      : mine.joinedAtMs === null
        ? t('identity.memberPlain', { cell: name })
        : t(mine.order === 0 ? 'identity.founder' : 'identity.member', {
            cell: name,
            date: fullDate(mine.joinedAtMs),
          });
  return (
    <Card>
      <div className={styles.me}>
        <Avatar name={me.name} order={order} size={52} />
        <div>
          <h2 dir="auto">{visibleLine(me.name, 40)}</h2>
          <p>{standing}</p>
        </div>
        <CopyButton text={shown} label={t('identity.copy')} />
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>{t('identity.fingerprint')}</dt>
          <dd className={styles.strong}>{me.fingerprint}</dd>
        </div>
        <div>
          <dt>{t('identity.key')}</dt>
          <dd>{t(`identity.key.${me.keyProtection}`, { date: fullDate(me.createdAtMs) })}</dd>
        </div>
        <div>
          <dt>{t('identity.did')}</dt>
          <dd className={styles.mono} title={shown}>
            {shortDid(shown)}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
