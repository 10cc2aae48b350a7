/** A text kept in this browser under a name, and whoever wants to hear when what rests on it changes. */
export interface Kept {
  /** Null where nothing was kept. */
  readonly read: () => string | null;
  /** Keeps a text and tells everybody; what is applied already stays so where it cannot be kept. */
  readonly write: (text: string) => void;
  readonly tell: () => void;
  /** For `useSyncExternalStore`. */
  readonly watch: (listener: () => void) => () => void;
}

/** Storage can be switched off in a browser; then a choice lasts as long as the page. */
export function createKept(storageKey: string): Kept {
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    read() {
      try {
        return localStorage.getItem(storageKey);
      } catch {
        return null;
      }
    },
    write(text) {
      try {
        localStorage.setItem(storageKey, text);
      } catch {
        // As said above: applied, not kept.
      }
      tell();
    },
    tell,
    watch(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
