/** The page's origin inside the desktop shell. */
export const pageScheme = 'app';
export const pageHost = 'waymark';
export const pageOrigin = `${pageScheme}://${pageHost}`;
export const pageUrl = `${pageOrigin}/index.html`;

/** What a request for an address of the page's origin asks for. */
export type PageTarget =
  | { readonly kind: 'file'; readonly folder: 'page' | 'basemap'; readonly path: readonly string[] }
  | {
      readonly kind: 'tile';
      readonly archive: string;
      readonly z: number;
      readonly x: number;
      readonly y: number;
    }
  | { readonly kind: 'refused'; readonly status: 400 | 404 };

const tilePath = /^\/tiles\/([\w-]{1,64})\/(\d{1,2})\/(\d{1,9})\/(\d{1,9})\.mvt$/;

/**
 * Reads an address. Decodes each part of the path once, after splitting: a part that is then empty, hidden, a
 * step upwards or holds a separator, a colon or a control character leads nowhere.
 */
export function pageTarget(address: string): PageTarget {
  const url = URL.parse(address);
  if (url === null || url.protocol !== `${pageScheme}:` || url.host !== pageHost) return refused(404);
  if (url.username !== '' || url.password !== '') return refused(404);
  const tile = tilePath.exec(url.pathname);
  if (tile !== null) {
    const [, archive = '', z, x, y] = tile;
    return { kind: 'tile', archive, z: Number(z), x: Number(x), y: Number(y) };
  }
  return fileTarget(url.pathname);
}

function fileTarget(pathname: string): PageTarget {
  const path: string[] = [];
  for (const part of (pathname === '/' ? '/index.html' : pathname).slice(1).split('/')) {
    const name = decoded(part);
    if (name === undefined) return refused(400);
    if (!isPlainName(name)) return refused(404);
    path.push(name);
  }
  const [first, ...rest] = path;
  if (first !== 'basemap') return { kind: 'file', folder: 'page', path };
  return rest.length === 0 ? refused(404) : { kind: 'file', folder: 'basemap', path: rest };
}

function isPlainName(name: string): boolean {
  return name !== '' && !name.startsWith('.') && !/[/\\:\p{Cc}]/u.test(name);
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    // Half a percent sign is no name.
    return undefined;
  }
}

function refused(status: 400 | 404): PageTarget {
  return { kind: 'refused', status };
}
