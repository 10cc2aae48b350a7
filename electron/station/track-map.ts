import type { ResultOf } from '#shared/contract/index.ts';

import { escapeHtml } from './escape-html.ts';
import type { TrackWords } from './track-words.ts';

type PublicOrder = Pick<ResultOf<'trackingLinks.read'>, 'journey' | 'last'>;

interface Spot {
  readonly lat: number;
  readonly lon: number;
  readonly label: string;
  /** It has been there. */
  isDone: boolean;
  /** It was seen there last. */
  isNow: boolean;
}

interface Drawn extends Spot {
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const width = 420;
const [lowest, highest] = [130, 320];
const [sideMargin, topMargin] = [64, 34];
const kmPerDegree = 111.2;
const [letterWidth, lineHeight] = [7.2, 16];
/** Places nearer to one another are one spot on any map. */
const leastKm = 1;

/** The way over the sites it passes, north up and to scale; empty where fewer than two places are known. */
export function trackMap(order: PublicOrder, words: TrackWords): string {
  const spots = spotsOf(order, words);
  const { drawn, height, kmPerPixel } = project(spots);
  if (drawn.length < 2) return '';
  const way = drawn.slice(1).map((spot, index) => legSvg(drawn[index]!, spot));
  const dots = drawn.map(dotSvg);
  const label = escapeHtml(words.mapOf(spots.map((spot) => spot.label)));
  return `<h2>${escapeHtml(words.map)}</h2>
<svg class="map" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${[...way, ...dots, ...labelsSvg(drawn, height), scaleSvg(kmPerPixel, height)].join('\n')}
</svg>`;
}

/** Places in the order of the journey, each once; where it was seen last stands behind the last one it has passed. */
function spotsOf({ journey, last }: PublicOrder, words: TrackWords): Spot[] {
  const spots: Spot[] = [];
  for (const { at, place = '', status } of journey) {
    if (at === undefined) continue;
    const known = spots.find((spot) => spot.lat === at.lat && spot.lon === at.lon);
    if (known === undefined) spots.push({ ...at, label: place, isDone: status === 'done', isNow: false });
    else if (status === 'done') known.isDone = true;
  }
  if (last === undefined) return spots;
  const at = spots.find((spot) => spot.lat === last.lat && spot.lon === last.lon);
  if (at !== undefined) at.isNow = true;
  else {
    const behind = spots.findLastIndex((spot) => spot.isDone) + 1;
    spots.splice(behind, 0, { ...last, label: words.lastSeen, isDone: true, isNow: true });
  }
  return spots;
}

function project(spots: readonly Spot[]): {
  readonly drawn: readonly Drawn[];
  readonly height: number;
  readonly kmPerPixel: number;
} {
  const [lats, lons] = [spots.map(({ lat }) => lat), spots.map(({ lon }) => lon)];
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const [west, east] = [Math.min(...lons), Math.max(...lons)];
  const kmPerLon = kmPerDegree * Math.cos((((south + north) / 2) * Math.PI) / 180);
  const [wide, tall] = [(east - west) * kmPerLon, (north - south) * kmPerDegree];
  if (spots.length < 2 || Math.max(wide, tall) < leastKm) return { drawn: [], height: 0, kmPerPixel: 1 };
  const kmPerPixel = Math.max(wide / (width - 2 * sideMargin), tall / (highest - 2 * topMargin));
  const height = Math.round(Math.max(lowest, tall / kmPerPixel + 2 * topMargin));
  const drawn = spots.map((spot) => ({
    ...spot,
    x: Math.round(width / 2 + ((spot.lon - (west + east) / 2) * kmPerLon) / kmPerPixel),
    y: Math.round(height / 2 - ((spot.lat - (south + north) / 2) * kmPerDegree) / kmPerPixel),
  }));
  return { drawn, height, kmPerPixel };
}

function legSvg(from: Drawn, to: Drawn): string {
  const dotted = to.isDone || to.isNow ? '' : ' stroke-dasharray="2 5"';
  return `<line x1="${from.x}" y1="${from.y}" x2="${to.x}" y2="${to.y}"${dotted}/>`;
}

function dotSvg({ x, y, isDone, isNow }: Drawn): string {
  const ring = isNow ? `<circle class="now" cx="${x}" cy="${y}" r="11"/>` : '';
  return `${ring}<circle class="${isDone ? 'done' : 'planned'}" cx="${x}" cy="${y}" r="5"/>`;
}

/** Names beside their dots, where they touch no other name, no dot and no leg. */
function labelsSvg(drawn: readonly Drawn[], height: number): string[] {
  const taken = [...drawn, ...legPoints(drawn)].map(({ x, y }) => around(x, y));
  return drawn.map(({ x, y, label }) => {
    const length = label.length * letterWidth;
    const places = [
      { x: x - length / 2, y: y + 14 },
      { x: x - length / 2, y: y - 14 - lineHeight },
      { x: x + 16, y: y - lineHeight / 2 },
      { x: x - 16 - length, y: y - lineHeight / 2 },
    ].map((corner) => ({ ...corner, x: Math.max(2, Math.min(width - length - 2, corner.x)) }));
    const boxes = places.map((at) => ({
      left: at.x,
      right: at.x + length,
      top: at.y,
      bottom: at.y + lineHeight,
    }));
    const box =
      boxes.find(
        (each) => each.top >= 0 && each.bottom <= height && !taken.some((other) => overlap(each, other)),
      ) ?? boxes[0]!;
    taken.push(box);
    return `<text x="${Math.round(box.left + length / 2)}" y="${Math.round(box.top + 12)}">${escapeHtml(label)}</text>`;
  });
}

/** Points of the legs, near enough to one another that no name fits between two. */
function legPoints(drawn: readonly Drawn[]): { readonly x: number; readonly y: number }[] {
  return drawn.slice(1).flatMap((to, index) => {
    const from = drawn[index]!;
    const count = Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / 10);
    return Array.from({ length: count }, (_, at) => ({
      x: from.x + ((to.x - from.x) * at) / count,
      y: from.y + ((to.y - from.y) * at) / count,
    }));
  });
}

function around(x: number, y: number): Box {
  return { left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** A round number of kilometres, at most a quarter of the width long. */
function scaleSvg(kmPerPixel: number, height: number): string {
  const most = (width / 4) * kmPerPixel;
  const power = 10 ** Math.floor(Math.log10(most));
  const km = [5, 2, 1].map((digit) => digit * power).find((each) => each <= most) ?? power;
  const length = Math.round(km / kmPerPixel);
  return `<path class="scale" d="M8 ${height - 12}v4h${length}v-4"/><text class="scale" x="${8 + length / 2}" y="${height - 14}">${km} km</text>`;
}
