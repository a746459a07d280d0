import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { SEARCH_TEXT_MAX, type SearchKind } from '#shared/contract/domain/search.ts';
import { visibleLine } from '#shared/words/format/peer-text.ts';
import { indexSaying, searchAnswer } from '#shared/words/reasons/search-words.ts';
import { failureInWords } from '#shared/words/sayings.ts';
import { t } from '#shared/words/translate.ts';
import { Card } from '../../components/Card.tsx';
import { Field, FormError } from '../../components/Field.tsx';
import { Page } from '../../components/Page.tsx';
import { Segmented } from '../../components/Segmented.tsx';
import { Select } from '../../components/Select.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { useNode } from '../../state/context.tsx';
import { moveInList } from '../../state/keyboard.ts';
import { useNow } from '../../state/now.ts';
import { routeHref, useRoute } from '../../state/routes.ts';
import { type SearchWish, useSearch } from '../../state/use-search.ts';
import { Results } from './Results.tsx';
import styles from './Search.module.css';

const KINDS = ['all', 'messages', 'proposals', 'receipts', 'people'] as const;
const TIMES = { any: null, day: 1, week: 7, month: 30, year: 365 } as const;
type Time = keyof typeof TIMES;
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const ANYONE = '';
/** After so long what was typed is kept in the address. */
const KEPT_AFTER_MS = 400;

/** Finds words in all that was written here: by kind, member and time. */
export function SearchPage() {
  const [text, setText] = useTypedText();
  const [kind, setKind] = useState<SearchKind | 'all'>('all');
  const [member, setMember] = useState(ANYONE);
  const [time, setTime] = useState<Time>('any');
  const nowMs = useNow(60_000);
  const days = TIMES[time];
  const wish: SearchWish = {
    text,
    limit: 20,
    member: member === ANYONE ? null : member,
    // By the hour: a minute more is no other question.
    fromMs: days === null ? null : Math.floor(nowMs / HOUR_MS) * HOUR_MS - days * DAY_MS,
    ...(kind === 'all' ? {} : { kinds: [kind] }),
  };
  const { answer, failure } = useSearch(wish);
  const index = answer ? indexSaying(answer.index) : null;
  const toResults = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' && moveInList(1)) event.preventDefault();
  };
  return (
    <Page
      title={t('search.title')}
      claim={answer ? searchAnswer(answer) : t('search.ask')}
      rest={answer ? '' : t('search.askRest')}
    >
      <Card>
        <div className={styles.form}>
          <Field
            label={t('search.field')}
            type="search"
            autoFocus
            spellCheck={false}
            autoComplete="off"
            value={text}
            maxLength={SEARCH_TEXT_MAX}
            onValue={setText}
            onKeyDown={toResults}
          />
          <div className={styles.filters}>
            <Segmented
              label={t('search.filter.kind')}
              value={kind}
              options={KINDS.map((value) => ({ value, label: t(`search.filter.kind.${value}`) }))}
              onChange={setKind}
            />
            <MemberFilter value={member} onChange={setMember} />
            <Select
              filter
              label={t('search.filter.time')}
              value={time}
              options={(Object.keys(TIMES) as Time[]).map((value) => ({
                value,
                label: t(`search.filter.time.${value}`),
              }))}
              onChange={setTime}
            />
          </div>
        </div>
        <FormError message={failureInWords(failure)} />
        {index ? (
          <p className={styles.index}>
            <StateMark mark="caution" size={13} /> {index}
          </p>
        ) : null}
      </Card>
      {answer ? (
        <div className={styles.results}>
          <Results answer={answer} wish={wish} />
        </div>
      ) : null}
    </Page>
  );
}

function MemberFilter(props: { readonly value: string; readonly onChange: (did: string) => void }) {
  const me = useNode((node) => node.me);
  const peers = useNode((node) => node.peers);
  const former = useNode((node) => node.formerPeers);
  return (
    <Select
      filter
      label={t('search.filter.member')}
      value={props.value}
      options={[
        { value: ANYONE, label: t('search.filter.anyone') },
        ...(me ? [{ value: me.did, label: t('search.filter.me', { name: visibleLine(me.name, 24) }) }] : []),
        ...[...peers, ...former].map(({ did, name }) => ({ value: did, label: visibleLine(name, 24) })),
      ]}
      onChange={props.onChange}
    />
  );
}

/** What is typed, from the address and, a moment after the last key, in it: going back comes back to it. */
function useTypedText(): [string, (text: string) => void] {
  const { part } = useRoute();
  const [text, setText] = useState(part ?? '');
  const kept = useRef(part ?? '');
  useEffect(() => {
    if ((part ?? '') === kept.current) return;
    kept.current = part ?? '';
    setText(kept.current);
  }, [part]);
  useEffect(() => {
    if (text === kept.current) return;
    const timer = setTimeout(() => {
      kept.current = text;
      history.replaceState(history.state, '', routeHref('search', text));
    }, KEPT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return [text, setText];
}
