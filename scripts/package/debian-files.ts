/**
 * What a Linux package has beside the app: manual pages, what shells complete, AppStream metainfo, and what Debian's
 * policy wants under /usr/share/doc. Laid out as it lies on the system.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import '../../shared/words/catalogues.ts';
import { LANGUAGES, speaking } from '#shared/words/language.ts';
import { allCommands } from '../../electron/headless/command-table.ts';
import { bashCompletion } from '../../electron/headless/manual/bash-completion.ts';
import { describedCommand } from '../../electron/headless/manual/described-command.ts';
import { fishCompletion } from '../../electron/headless/manual/fish-completion.ts';
import { manPage } from '../../electron/headless/manual/man-page.ts';
import { zshCompletion } from '../../electron/headless/manual/zsh-completion.ts';

export interface DebianOptions {
  readonly projectFolder: string;
  /** Stands for the root of the system. */
  readonly rootFolder: string;
  /** Of the package, as the control file has it. */
  readonly version: string;
  readonly copyright: string;
  readonly builtAt: Date;
}

const SOURCES = 'scripts/package/linux';

export async function writeDebianFiles(options: DebianOptions): Promise<void> {
  const { projectFolder, rootFolder, version, builtAt } = options;
  const date = builtAt.toISOString().slice(0, 10);
  const put = (path: string, text: string) => {
    const file = join(rootFolder, path);
    mkdirSync(dirname(file), { recursive: true });
    // Policy 12.1, 12.7: without a date, so that the same sources give the same bytes.
    writeFileSync(file, path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
  };
  const template = (name: string) =>
    readFileSync(join(projectFolder, SOURCES, name), 'utf8')
      .replaceAll('@VERSION@', version)
      .replaceAll('@DATE@', date);

  const commands = await allCommands();
  for (const language of LANGUAGES) {
    const folder = language === 'en' ? 'usr/share/man/man1' : `usr/share/man/${language}/man1`;
    put(
      `${folder}/ghoststack.1.gz`,
      speaking(language, () => manPage(commands, { version, date })),
    );
  }
  put('usr/share/man/man1/ghoststack-desktop.1.gz', template('ghoststack-desktop.1'));
  const described = commands.map(describedCommand);
  put('usr/share/bash-completion/completions/ghoststack', bashCompletion(described));
  put('usr/share/zsh/vendor-completions/_ghoststack', zshCompletion(described));
  put('usr/share/fish/vendor_completions.d/ghoststack.fish', fishCompletion(described));
  put('usr/share/metainfo/org.ghoststack.ghoststack.metainfo.xml', template('metainfo.xml'));
  put('usr/share/lintian/overrides/ghoststack', template('lintian-overrides'));
  put('usr/share/doc/ghoststack/copyright', withCommonLicences(options.copyright));
  put('usr/share/doc/ghoststack/changelog.gz', debianChangelog(version, builtAt));
}

/** Policy 12.5: a licence that every Debian system has is named, not repeated. */
export function withCommonLicences(text: string): string {
  return text.replaceAll(
    /[ \t]*Apache License\s+Version 2\.0, January 2004[\s\S]*?END OF TERMS AND CONDITIONS/g,
    'Apache License, Version 2.0: its text is in /usr/share/common-licenses/Apache-2.0',
  );
}

/** Policy 4.4: of the package, which tells of the program's own changes where to read them. */
export function debianChangelog(version: string, builtAt: Date): string {
  const [day, month, date, year, time] = [
    builtAt.toUTCString().slice(0, 3),
    builtAt.toUTCString().slice(8, 11),
    builtAt.toUTCString().slice(5, 7),
    builtAt.getUTCFullYear(),
    builtAt.toISOString().slice(11, 19),
  ];
  return [
    `ghoststack (${version}) unstable; urgency=medium`,
    '',
    '  * What changed is told in CHANGELOG.md of the sources.',
    '',
    ` -- GhostStack maintainers <maintainers@ghoststack.invalid>  ${day}, ${date} ${month} ${year} ${time} +0000`,
    '',
  ].join('\n');
}

/** Of the sources, so that the same ones give the same package: SOURCE_DATE_EPOCH, the last commit, or else now. */
export function sourceDate(projectFolder: string, env: NodeJS.ProcessEnv = process.env): Date {
  const given = env.SOURCE_DATE_EPOCH ?? committedSeconds(projectFolder);
  return given && /^\d+$/.test(given) ? new Date(Number(given) * 1000) : new Date();
}

function committedSeconds(projectFolder: string): string | null {
  try {
    const words = ['log', '-1', '--format=%ct'];
    return execFileSync('git', words, {
      cwd: projectFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}
