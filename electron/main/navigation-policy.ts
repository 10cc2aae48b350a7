import { pageHost, pageScheme } from './page-path.ts';

/** Where the page may be loaded from: its own origin, or the development server's. */
export interface PagePlace {
  /** With `index.html` or `/` at its end. */
  readonly url: string;
}

/** Sites the page names as the sources of its map; a click on one opens the system's browser. */
const namedSites: ReadonlySet<string> = new Set([
  'https://www.geonames.org',
  'https://www.naturalearthdata.com',
  'https://www.openstreetmap.org',
]);

/** True for the page itself, wherever in it: the only document a window may show. */
export function isOwnPage(address: string, place: PagePlace): boolean {
  const url = URL.parse(address);
  const own = URL.parse(place.url);
  if (url === null || own === null) return false;
  const isSameOrigin = url.protocol === own.protocol && url.host === own.host;
  return isSameOrigin && url.pathname === own.pathname && url.username === '' && url.password === '';
}

/** True for what the page may load: its own origin, and what it makes itself. */
export function isOwnRequest(address: string, place: PagePlace): boolean {
  const url = URL.parse(address);
  const own = URL.parse(place.url);
  if (url === null || own === null) return false;
  if (url.protocol === `${pageScheme}:`) return url.host === pageHost;
  // DevTools are part of the program; blob: and data: hold what the page already has.
  if (['devtools:', 'blob:', 'data:'].includes(url.protocol)) return true;
  const isServedAsDeveloped = own.protocol === 'http:';
  return isServedAsDeveloped && url.host === own.host && ['http:', 'ws:'].includes(url.protocol);
}

/** What a mail may be begun with: nothing that attaches a file or adds readers. */
const mailFields: ReadonlySet<string> = new Set(['subject', 'body']);

/** True for an address that may be handed to the system: a named site, or a mail to be written. */
export function mayOpenOutside(address: string): boolean {
  const url = URL.parse(address);
  if (url?.protocol === 'mailto:') return [...url.searchParams.keys()].every((name) => mailFields.has(name));
  return url !== null && url.username === '' && url.password === '' && namedSites.has(url.origin);
}
