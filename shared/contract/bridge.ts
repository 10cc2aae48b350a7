/** What the desktop shell's preload puts on the page's `window` as `waymark`. */
export interface PageBridge {
  /**
   * Asks for a fresh port to the engine. The answer is a `message` event on the page's own window with
   * `portMessage` as its data and the port as its first port; it may be asked for again after a loss.
   */
  readonly requestPort: () => void;
}

export const portMessage = 'waymark:port';
