import { useEffect, useState } from 'react';
import { HOW_TO_OPEN_PATH } from '#shared/contract/dashboard-socket.ts';
import { t } from '#shared/words/translate.ts';
import { BrandMark } from '../components/BrandMark.tsx';
import { useDocumentTitle } from '../components/Page.tsx';
import styles from './App.module.css';

/** Where the node does not say it, because it has stopped for example. */
const USUAL_COMMAND = 'ghoststack dashboard --home DIR';

async function commandOfNode(): Promise<string> {
  const answer = await fetch(HOW_TO_OPEN_PATH, { cache: 'no-store' });
  const text = (await answer.text()).trim();
  return answer.ok && text !== '' ? text : USUAL_COMMAND;
}

/** A page that is let in no more: nothing of the node is shown but how to be let in again. */
export function Over() {
  const [command, setCommand] = useState(USUAL_COMMAND);
  useDocumentTitle(t('shell.over.title'));
  useEffect(() => {
    commandOfNode().then(setCommand, () => {});
  }, []);
  return (
    <main className={styles.waiting}>
      <BrandMark size={40} />
      <h1>{t('shell.over.title')}</h1>
      <p role="alert">{t('shell.over.text')}</p>
      <p>
        <code>{command}</code>
      </p>
    </main>
  );
}
