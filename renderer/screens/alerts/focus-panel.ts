/** Moves the focus from the list into the panel beside it, to what can be done first. */
export function focusPanel(): void {
  const panel = document.querySelector<HTMLElement>('[data-alert-panel]');
  const first =
    panel?.querySelector<HTMLElement>('footer button') ?? panel?.querySelector<HTMLElement>('[tabindex="0"]');
  first?.focus();
}
