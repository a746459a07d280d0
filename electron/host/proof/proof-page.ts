import { createHash } from 'node:crypto';
import { GhostStackError } from '#shared/contract/errors.ts';
import { embedProof, readEmbedded } from '#shared/protocol/proof/embedded-proof.ts';
import { says } from '#shared/protocol/saying.ts';
import de from '../../../resources/locales/de/proof.json' with { type: 'json' };
import en from '../../../resources/locales/en/proof.json' with { type: 'json' };

interface Parts {
  readonly script: string;
  readonly style: string;
}

/** Bundled by the build (scripts/build/proof-page.ts); what runs from sources has none. */
declare const GHOSTSTACK_PROOF_PAGE: Parts | undefined;

const DATA = '<script type="application/json" id="proof">';
const END = '</script>';

/**
 * A page that checks the proof in it, in any browser, without a network: its policy lets in nothing but its own script.
 * @throws {GhostStackError} `unsupported` in what was not built
 */
export function pageOfProof(text: string, parts: Parts | null = builtParts()): string {
  if (!parts) throw new GhostStackError('unsupported', says('error.proof.built'));
  const { script, style } = parts;
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${en['proof.title']}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${en['proof.title']}</h1>
<p class="verdict bad">${en['proof.unchecked']}</p>
<p class="verdict bad" lang="de">${de['proof.unchecked']}</p>
</main>
${DATA}${embedProof(text)}${END}
<script>${script}</script>
</body>
</html>
`;
}

/** The proof in a page, whatever else stands in it; null where there is none. */
export function proofInPage(page: string): string | null {
  const from = page.indexOf(DATA);
  const to = page.indexOf(END, from + DATA.length);
  return from === -1 || to === -1 ? null : readEmbedded(page.slice(from + DATA.length, to));
}

/** Whether a page is, byte for byte, what this version writes around its proof. */
export function isOwnPage(page: string, text: string): boolean {
  const parts = builtParts();
  return parts !== null && pageOfProof(text, parts) === page;
}

function builtParts(): Parts | null {
  return typeof GHOSTSTACK_PROOF_PAGE === 'undefined' ? null : GHOSTSTACK_PROOF_PAGE;
}

/** As a policy names what is in line. */
function hashOf(content: string): string {
  return `sha256-${createHash('sha256').update(content).digest('base64')}`;
}
