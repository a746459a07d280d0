/** The words of all languages, for faces that change theirs while they are looked at; loading this teaches them all. */
import type { Language } from './language.ts';
import { DE } from './strings/de.ts';
import { EN } from './strings/en.ts';
import { type Catalogue, KNOWN } from './translate.ts';

export const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en: EN, de: DE };

KNOWN.de = DE;
