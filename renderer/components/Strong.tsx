import { Fragment } from 'react';
import { type StringKey, type StringParams, tParts } from '#shared/words/translate.ts';

/** A string of the catalogue with its `<b>` parts in semibold. */
export function Strong({ of, params }: { readonly of: StringKey; readonly params?: StringParams }) {
  return tParts(of, params).map((part, index) =>
    part.strong ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one string keep their places
      <b key={index}>{part.text}</b>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of one string keep their places
      <Fragment key={index}>{part.text}</Fragment>
    ),
  );
}
