/** The command line that electron-builder gives fpm for a `.deb`, and the control file that it comes to. */

export interface DebRequest {
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  readonly maintainer: string;
  /** The first line in short, then paragraphs. */
  readonly description: string;
  readonly homepage: string | null;
  readonly section: string;
  readonly priority: string;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  readonly suggests: readonly string[];
  readonly compression: 'xz' | 'gzip' | 'zstd' | 'none';
  /** 1 to 9; null leaves it to dpkg-deb. */
  readonly compressionLevel: number | null;
  /** Scripts by the name that dpkg knows them by. */
  readonly scripts: ReadonlyMap<'preinst' | 'postinst' | 'prerm' | 'postrm', string>;
  /** What goes where: a folder whose path ends in a slash stands for what is in it. */
  readonly files: readonly { readonly from: string; readonly to: string }[];
  readonly output: string;
}

const SCRIPT_OPTIONS = {
  '--before-install': 'preinst',
  '--after-install': 'postinst',
  '--before-remove': 'prerm',
  '--after-remove': 'postrm',
} as const;
const COMPRESSIONS: Readonly<Record<string, DebRequest['compression']>> = {
  xz: 'xz',
  gz: 'gzip',
  zst: 'zstd',
  none: 'none',
};
/** May be given more than once. */
const LISTS = new Set(['--depends', '--deb-recommends', '--deb-suggests']);
const SHORT: Readonly<Record<string, string>> = {
  '-s': '--input-type',
  '-t': '--output-type',
  '-d': '--depends',
};
const SINGLE = new Set([
  ...['--input-type', '--output-type', '--name', '--version', '--architecture', '--maintainer', '--vendor'],
  ...[
    '--description',
    '--url',
    '--category',
    '--deb-priority',
    '--deb-compression',
    '--deb-compression-level',
    '--license',
    '--package',
  ],
  ...Object.keys(SCRIPT_OPTIONS),
]);

/** Reads exactly what is known; an option that is not known is refused, because a package would lack what it says. */
export function readFpmWords(words: readonly string[]): DebRequest {
  const single = new Map<string, string>();
  const lists = new Map<string, string[]>([...LISTS].map((option) => [option, []]));
  const files: { from: string; to: string }[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--force') continue;
    if (!word.startsWith('-')) {
      files.push(readMapping(word));
      continue;
    }
    const split = word.startsWith('--') ? word.indexOf('=') : -1;
    const given = split < 0 ? word : word.slice(0, split);
    const option = SHORT[given] ?? given;
    if (!SINGLE.has(option) && !LISTS.has(option))
      throw new Error(`fpm's option ${given} is not known here.`);
    if (split < 0) at += 1;
    const value = split < 0 ? words[at] : word.slice(split + 1);
    if (value === undefined) throw new Error(`fpm's option ${given} lacks its value.`);
    if (LISTS.has(option)) lists.get(option)?.push(value);
    else single.set(option, value);
  }
  const need = (option: string): string => {
    const value = single.get(option);
    if (!value) throw new Error(`fpm's option ${option} is missing.`);
    return value;
  };
  if (need('--input-type') !== 'dir' || need('--output-type') !== 'deb') {
    throw new Error('Only a .deb can be made here, of folders and files.');
  }
  const compression = COMPRESSIONS[single.get('--deb-compression') ?? 'xz'];
  if (!compression) throw new Error(`dpkg-deb has no compression ${single.get('--deb-compression')}.`);
  const level = single.get('--deb-compression-level');
  if (level !== undefined && !/^[1-9]$/.test(level))
    throw new Error(`A compression level is 1 to 9, not ${level}.`);
  const url = single.get('--url');
  return {
    name: need('--name'),
    version: need('--version'),
    architecture: need('--architecture'),
    maintainer: need('--maintainer'),
    description: need('--description'),
    // RFC 2606: a name that stands for none.
    homepage: url && !/^https?:\/\/[^/]*\.invalid(\/|$)/.test(url) ? url : null,
    section: single.get('--category') ?? 'misc',
    priority: single.get('--deb-priority') ?? 'optional',
    depends: lists.get('--depends') ?? [],
    recommends: lists.get('--deb-recommends') ?? [],
    suggests: lists.get('--deb-suggests') ?? [],
    compression,
    compressionLevel: level === undefined ? null : Number(level),
    scripts: new Map(
      Object.entries(SCRIPT_OPTIONS).flatMap(([option, name]) => {
        const path = single.get(option);
        return path ? [[name, path] as const] : [];
      }),
    ),
    files,
    output: need('--package'),
  };
}

function readMapping(word: string): { from: string; to: string } {
  const at = word.lastIndexOf('=');
  const mapping = { from: word.slice(0, at), to: word.slice(at + 1) };
  if (at < 1 || !mapping.to.startsWith('/') || mapping.to.split('/').includes('..')) {
    throw new Error(`What is to be packaged must be FROM=/TO, not ${word}.`);
  }
  return mapping;
}

/** deb-control(5). `installedKib` is what the package takes on disk. */
export function controlFile(request: DebRequest, installedKib: number): string {
  const fields: readonly (readonly [name: string, value: string | null])[] = [
    ['Package', request.name],
    ['Version', request.version],
    ['Architecture', request.architecture],
    ['Maintainer', request.maintainer],
    ['Installed-Size', String(installedKib)],
    ['Depends', request.depends.join(', ') || null],
    ['Recommends', request.recommends.join(', ') || null],
    ['Suggests', request.suggests.join(', ') || null],
    ['Section', request.section],
    ['Priority', request.priority],
    ['Homepage', request.homepage],
  ];
  const lines = fields.flatMap(([name, value]) => {
    if (value === null) return [];
    if (/[\r\n]/.test(value)) throw new Error(`${name} must be one line.`);
    return [`${name}: ${value}`];
  });
  return `${[...lines, `Description: ${description(request.description)}`].join('\n')}\n`;
}

/** A synopsis, and after it lines that begin with a space; one that would be empty is a dot. */
function description(text: string): string {
  const [synopsis, ...more] = text.trim().split('\n');
  return [synopsis, ...more.flatMap((line) => folded(line.trim() || '.')).map((line) => ` ${line}`)].join(
    '\n',
  );
}

/** Lines of at most 79 letters, where words allow it. */
function folded(text: string): string[] {
  return text.match(/\S.{0,77}(?=\s|$)|\S+/g) ?? [];
}
