import { useCallback, useSyncExternalStore } from 'react';

/** Where the page is: a screen and everything selected or filtered on it, all of it in the URL's hash. */
export interface PageLocation {
  /** Starts with a slash: `/fleet`. */
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

export type Params = Readonly<Record<string, string | undefined>>;

export interface MoveOptions {
  /** Takes the place of the current entry, so that Back skips it: for typing in a filter. */
  readonly replace?: boolean;
}

/** Reads `#/fleet?vehicle=X`; anything else is the root. */
export function parseHash(hash: string): PageLocation {
  const text = hash.startsWith('#') ? hash.slice(1) : hash;
  const [path, query] = splitOnce(text, '?');
  return { path: path.startsWith('/') ? path : '/', params: Object.fromEntries(new URLSearchParams(query)) };
}

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

/** The address of a place, for links; parameters without a value are left out. */
export function hrefOf(path: string, params: Params = {}): string {
  const query = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value]],
    ),
  ).toString();
  return `#${path}${query === '' ? '' : `?${query}`}`;
}

const listeners = new Set<() => void>();

function announce(): void {
  for (const listener of listeners) listener();
}

function watch(listener: () => void): () => void {
  if (listeners.size === 0) {
    window.addEventListener('popstate', announce);
    window.addEventListener('hashchange', announce);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    window.removeEventListener('popstate', announce);
    window.removeEventListener('hashchange', announce);
  };
}

let parsed: { readonly hash: string; readonly location: PageLocation } | undefined;

/** Where the page is now. */
export function currentLocation(): PageLocation {
  const { hash } = window.location;
  if (parsed?.hash !== hash) parsed = { hash, location: parseHash(hash) };
  return parsed.location;
}

/** Goes to a screen, with these parameters and no others. */
export function navigate(path: string, params: Params = {}, { replace = false }: MoveOptions = {}): void {
  const href = hrefOf(path, params);
  if (href === window.location.hash) return;
  if (replace) window.history.replaceState(null, '', href);
  else window.history.pushState(null, '', href);
  announce();
}

/** Changes some parameters of the place the page is at; undefined or empty removes one. */
export function setParams(patch: Params, options: MoveOptions = {}): void {
  const { path, params } = currentLocation();
  navigate(path, { ...params, ...patch }, options);
}

/** Where the page is; re-renders on every move, Back and Forward included. */
export function useLocationState(): PageLocation {
  return useSyncExternalStore(watch, currentLocation);
}

/** One parameter of the place, and a function that sets it. */
export function useParam(
  name: string,
): [string | undefined, (value: string | undefined, options?: MoveOptions) => void] {
  const value = useLocationState().params[name];
  const set = useCallback(
    (next: string | undefined, options?: MoveOptions) => setParams({ [name]: next }, options),
    [name],
  );
  return [value, set];
}
