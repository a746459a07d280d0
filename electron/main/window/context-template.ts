import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron';
import { itemOf, SEPARATOR } from '../lifecycle/menu-item.ts';

/** What of a click's circumstances a menu depends on. */
export type Clicked = Pick<
  ContextMenuParams,
  'isEditable' | 'selectionText' | 'editFlags' | 'dictionarySuggestions' | 'misspelledWord'
>;

type Item = MenuItemConstructorOptions;

/** In a field what can be done there, with what a spelling checker offers; on chosen text Copy; else nothing. */
export function contextTemplate(clicked: Clicked, replaceWith: (word: string) => void): Item[] {
  const { isEditable, selectionText, editFlags, misspelledWord } = clicked;
  if (!isEditable) return selectionText.trim() === '' ? [] : [itemOf('copy', { enabled: editFlags.canCopy })];
  const words = misspelledWord === '' ? [] : clicked.dictionarySuggestions;
  return [
    ...words.map((word): Item => ({ label: word, click: () => replaceWith(word) })),
    ...(words.length > 0 ? [SEPARATOR] : []),
    itemOf('undo', { enabled: editFlags.canUndo }),
    itemOf('redo', { enabled: editFlags.canRedo }),
    SEPARATOR,
    itemOf('cut', { enabled: editFlags.canCut }),
    itemOf('copy', { enabled: editFlags.canCopy }),
    itemOf('paste', { enabled: editFlags.canPaste }),
    SEPARATOR,
    itemOf('selectAll', { enabled: editFlags.canSelectAll }),
  ];
}
