import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';

/** What of a click's circumstances a menu depends on. */
export type Clicked = Pick<
  ContextMenuParams,
  'isEditable' | 'selectionText' | 'editFlags' | 'dictionarySuggestions' | 'misspelledWord'
>;

type Item = MenuItemConstructorOptions;

/** In a field what can be done there, with what a spelling checker offers; on chosen text Copy; else nothing. */
export function contextTemplate(clicked: Clicked, replaceWith: (word: string) => void): Item[] {
  const { isEditable, selectionText, editFlags, misspelledWord } = clicked;
  if (!isEditable) return selectionText.trim() === '' ? [] : [{ role: 'copy', enabled: editFlags.canCopy }];
  const words = misspelledWord === '' ? [] : clicked.dictionarySuggestions;
  return [
    ...words.map((word): Item => ({ label: word, click: () => replaceWith(word) })),
    ...(words.length > 0 ? [{ type: 'separator' } satisfies Item] : []),
    { role: 'undo', enabled: editFlags.canUndo },
    { role: 'redo', enabled: editFlags.canRedo },
    { type: 'separator' },
    { role: 'cut', enabled: editFlags.canCut },
    { role: 'copy', enabled: editFlags.canCopy },
    { role: 'paste', enabled: editFlags.canPaste },
    { type: 'separator' },
    { role: 'selectAll', enabled: editFlags.canSelectAll },
  ];
}
