/** Where the dashboard lives: an origin of its own, so that `file:` pages and web pages are strangers to it. */
export const APP_SCHEME = 'app';
const APP_HOST = 'ghoststack';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
const APP_START_URL = `${APP_ORIGIN}/index.html`;

export interface RendererSource {
  readonly startUrl: string;
  /** Scheme and authority that every page, script and frame must come from. */
  readonly origin: string;
  /** True only under `npm run dev`: the dashboard comes from the development server. */
  readonly development: boolean;
}

/**
 * The packaged app knows only its own origin. An unpackaged one may take the dashboard from a development server,
 * on loopback only.
 */
export function rendererSource(isPackaged: boolean, developmentUrl: string | undefined): RendererSource {
  const server = !isPackaged && developmentUrl ? parseUrl(developmentUrl) : null;
  if (server?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(server.hostname)) {
    return { startUrl: server.href, origin: server.origin, development: true };
  }
  return { startUrl: APP_START_URL, origin: APP_ORIGIN, development: false };
}

/** Compares scheme and authority: `URL.origin` is `null` for a scheme that Node does not know. */
export function isOfOrigin(url: string, origin: string): boolean {
  const found = parseUrl(url);
  const wanted = parseUrl(origin);
  return (
    found !== null &&
    wanted !== null &&
    found.protocol === wanted.protocol &&
    found.host === wanted.host &&
    found.username === '' &&
    found.password === ''
  );
}

function parseUrl(url: string): URL | null {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}
