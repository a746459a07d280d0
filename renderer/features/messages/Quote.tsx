import type { ReactNode } from 'react';
import type { Answered, Quoted } from '#shared/contract/domain/message.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { quoteInWords } from '#shared/words/reasons/quote-words.ts';
import { t } from '#shared/words/translate.ts';
import { IconButton } from '../../components/Button.tsx';
import { useNode } from '../../state/context.tsx';
import { useNames } from '../../state/peer-context.ts';
import { routeHref } from '../../state/routes.ts';
import styles from './Quote.module.css';

/** Who wrote what is answered. */
function useAuthor(): (quoted: Quoted) => string {
  const names = useNames();
  const me = useNode((node) => node.me?.did ?? '');
  return ({ senderDid }) =>
    senderDid === me
      ? t('messages.answers.you')
      : visibleLine(names.get(senderDid) ?? '') || t('common.unknownPeer');
}

/** What a message answers, above its text; leads there, if it is here. */
export function Quote({ thread, answers }: { readonly thread: string; readonly answers: Answered }) {
  const authorOf = useAuthor();
  if (answers.state !== 'here') return <p className={styles.none}>{quoteInWords(answers)}</p>;
  const { message } = answers;
  return (
    <a
      href={routeHref('messages', thread, `at-${message.number}`)}
      className={styles.quote}
      title={t('messages.answers.show')}
      onClick={(event) => event.stopPropagation()}
    >
      <Words author={authorOf(message)}>{quoteInWords(answers)}</Words>
    </a>
  );
}

/** What the field answers, and the way out of that. */
export function Answering({ quoted, onDrop }: { readonly quoted: Quoted; readonly onDrop: () => void }) {
  const authorOf = useAuthor();
  const me = useNode((node) => node.me?.did ?? '');
  const author =
    quoted.senderDid === me ? t('messages.replyingMe') : t('messages.replying', { name: authorOf(quoted) });
  return (
    <div className={styles.answering}>
      <Words author={author}>{quoteInWords({ state: 'here', message: quoted })}</Words>
      <IconButton icon="close" label={t('messages.replyDrop')} onClick={onDrop} />
    </div>
  );
}

function Words({ author, children }: { readonly author: string; readonly children: ReactNode }) {
  return (
    <span className={styles.words}>
      <span className={styles.author}>{author}</span>
      <span className={styles.text} dir="auto">
        {children}
      </span>
    </span>
  );
}
