import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';

import styles from './TipLayer.module.css';

interface Tip {
  readonly target: Element;
  readonly text: string;
}

const delayMs = 350;
const gapPx = 6;

/**
 * Shows the `data-tip` text of whatever the pointer or the focus is on, and the whole of a text that is cut off:
 * one popup for the page, so that a table of a thousand cells carries no tooltip components. Render it once.
 */
export function TipLayer() {
  const id = useId();
  const [tip, setTip] = useState<Tip>();
  const popup = useRef<HTMLDivElement>(null);

  useEffect(() => watchTips(setTip), []);

  useLayoutEffect(() => {
    const element = popup.current;
    if (element === null || tip === undefined) return undefined;
    const at = tip.target.getBoundingClientRect();
    const { width, height } = element.getBoundingClientRect();
    const left = Math.max(
      gapPx,
      Math.min(at.left + at.width / 2 - width / 2, window.innerWidth - width - gapPx),
    );
    const fitsBelow = at.bottom + gapPx + height < window.innerHeight;
    element.style.left = `${Math.round(left)}px`;
    element.style.top = `${Math.round(fitsBelow ? at.bottom + gapPx : at.top - gapPx - height)}px`;
    const target = tip.target;
    if (target.getAttribute('aria-label') === tip.text) return undefined;
    const described = target.getAttribute('aria-describedby');
    target.setAttribute('aria-describedby', described === null ? id : `${described} ${id}`);
    return () => {
      if (described === null) target.removeAttribute('aria-describedby');
      else target.setAttribute('aria-describedby', described);
    };
  }, [tip, id]);

  if (tip === undefined) return null;
  return (
    <div ref={popup} id={id} role="tooltip" className={styles['tip']}>
      {tip.text}
    </div>
  );
}

function watchTips(show: (tip: Tip | undefined) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Element | undefined;

  function point(tip: Tip | undefined, waitMs: number): void {
    if (tip?.target === current) return;
    current = tip?.target;
    clearTimeout(timer);
    show(undefined);
    if (tip === undefined) return;
    timer = setTimeout(() => {
      if (tip.target.isConnected) show(tip);
    }, waitMs);
  }

  const controller = new AbortController();
  const { signal } = controller;
  const on = (type: string, listener: (event: Event) => void): void =>
    document.addEventListener(type, listener, { signal, capture: true });
  on('pointerover', (event) => point(tipOf(event), delayMs));
  on('focusin', (event) => {
    if (event.target instanceof Element && event.target.matches(':focus-visible'))
      point(tipOf(event), delayMs);
  });
  on('focusout', () => point(undefined, 0));
  on('pointerdown', () => point(undefined, 0));
  on('scroll', () => point(undefined, 0));
  on('keydown', () => point(undefined, 0));
  return () => {
    controller.abort();
    clearTimeout(timer);
  };
}

function tipOf({ target }: Event): Tip | undefined {
  if (!(target instanceof Element)) return undefined;
  const told = target.closest('[data-tip]');
  const words = told?.getAttribute('data-tip') ?? '';
  const cut = cutOff(target);
  const whole = cut?.textContent.trim() ?? '';
  const text = words.includes(whole) ? words : [whole, words].filter((part) => part !== '').join('\n');
  const shownAt = told ?? cut;
  return shownAt === undefined || text === '' ? undefined : { target: shownAt, text };
}

/** How far up the element that cuts a text off is looked for. */
const cutLevels = 3;

/** The element under the pointer whose text ends in an ellipsis. */
function cutOff(target: Element): Element | undefined {
  let element: Element | null = target;
  for (let level = 0; element !== null && level < cutLevels; level += 1) {
    const isCut =
      element.scrollWidth > element.clientWidth && getComputedStyle(element).textOverflow === 'ellipsis';
    if (isCut) return element;
    element = element.parentElement;
  }
  return undefined;
}
