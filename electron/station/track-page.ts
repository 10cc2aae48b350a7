import type { ResultOf } from '#shared/contract/index.ts';

import { escapeHtml } from './escape-html.ts';
import { trackMap } from './track-map.ts';
import { type TrackLanguage, type TrackWords, trackWords } from './track-words.ts';

type PublicOrder = ResultOf<'trackingLinks.read'>;

/** The page runs nothing and loads nothing but its style. */
export const trackPolicy =
  "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

export const trackStyle = `:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1.25rem; }
h1 { margin: 0; font-size: 1.125rem; font-weight: 600; overflow-wrap: anywhere; }
h2 { margin: 2rem 0 0.5rem; font-size: 1rem; }
.state { margin: 1rem 0 0.25rem; font-size: 1.75rem; font-weight: 650; line-height: 1.2; }
.quiet, footer { color: color-mix(in srgb, CanvasText 70%, Canvas); }
p { margin: 0.25rem 0; }
ol { margin: 0; padding: 0; list-style: none; }
li { position: relative; padding: 0 0 1rem 2rem; overflow-wrap: anywhere; }
li::before { position: absolute; left: 0.25rem; top: 0.3rem; width: 0.75rem; height: 0.75rem; border: 2px solid currentColor; border-radius: 50%; content: ''; }
li::after { position: absolute; left: 0.6875rem; top: 1.3rem; bottom: -0.15rem; border-left: 2px solid currentColor; content: ''; }
li:last-child::after { content: none; }
li.done::before { background: currentColor; }
li.planned::after, li.next::after { border-left-style: dotted; }
svg.map { display: block; width: 100%; max-width: 27rem; height: auto; border: 1px solid color-mix(in srgb, CanvasText 20%, Canvas); border-radius: 0.5rem; }
.map line, .map path, .map circle { stroke: currentColor; stroke-width: 2; fill: Canvas; }
.map .done { fill: currentColor; }
.map .now { stroke-width: 1.5; fill: none; }
.map text { font-size: 13px; text-anchor: middle; fill: currentColor; }
.map path.scale { stroke-width: 1; fill: none; }
.map text.scale { font-size: 11px; }
footer { margin-top: 2rem; font-size: 0.875rem; }
`;

/** The first language a browser asks for that there is; English otherwise. */
export function languageOf(asked: string | undefined, accepted: string | undefined): TrackLanguage {
  if (asked === 'en' || asked === 'fr') return asked;
  const first = (accepted ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase());
  return first.find((each) => each === 'en' || each === 'fr') === 'fr' ? 'fr' : 'en';
}

/** How an order stands, for somebody who was given the link. */
export function trackHtml(order: PublicOrder, language: TrackLanguage, now: number): string {
  const words = trackWords[language];
  const moment = momentIn(order.timeZone, words.locale);
  const { state, sentence, name } = order;
  return frame(
    language,
    words.title(order.orderNumber),
    `<h1>${escapeHtml(words.title(order.orderNumber))}</h1>
${name === undefined ? '' : `<p class="quiet">${escapeHtml(words.greeting(name))}</p>`}
<p class="state">${escapeHtml(words.states[state])}</p>
<p>${escapeHtml(sentence)}</p>
${trackMap(order, words)}
${journeyHtml(order, words, moment)}
<footer>${escapeHtml(words.footer(moment(new Date(now).toISOString()), order.timeZone))}</footer>`,
  );
}

/** In place of a page whose link never was or has ended. */
export function goneHtml(language: TrackLanguage): string {
  const words = trackWords[language];
  return frame(
    language,
    words.gone,
    `<h1>${escapeHtml(words.gone)}</h1><p>${escapeHtml(words.goneText)}</p>`,
  );
}

function journeyHtml(
  { journey }: PublicOrder,
  words: TrackWords,
  moment: (instant: string) => string,
): string {
  if (journey.length === 0) return '';
  const items = journey.map(({ milestone, place, time, status }) => {
    const what = [words.milestones[milestone], place].filter((part) => part !== undefined).join(' · ');
    const isMissed = status === 'missed' || status === 'skipped';
    const untold = status === 'next' ? words.awaited : isMissed ? words.notSeen : '';
    const aside = time === undefined ? untold : moment(time);
    return `<li class="${status}">${escapeHtml(what)}${aside === '' ? '' : ` <span class="quiet">${escapeHtml(aside)}</span>`}</li>`;
  });
  return `<h2>${escapeHtml(words.journey)}</h2>\n<ol>\n${items.join('\n')}\n</ol>`;
}

function momentIn(timeZone: string, locale: string): (instant: string) => string {
  const format = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'shortOffset',
    timeZone,
  });
  return (instant) => format.format(new Date(instant));
}

function frame(language: TrackLanguage, title: string, body: string): string {
  const other = language === 'en' ? 'fr' : 'en';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/track.css">
</head>
<body>
<main>
${body}
<p><a href="?lang=${other}" lang="${other}">${escapeHtml(trackWords[language].other)}</a></p>
</main>
</body>
</html>
`;
}
