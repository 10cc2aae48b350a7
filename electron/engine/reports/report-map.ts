import type { ReportData } from './report-data.ts';
import { ink, type Sheet } from './sheet.ts';

const height = 150;
const metersPerDegree = 111_320;

interface Place {
  readonly lat: number;
  readonly lon: number;
}

/** Where it was: the way drawn to scale, north up, with the part of the excursion marked; or the site; or that it is not known. */
export function drawPlaces(sheet: Sheet, report: ReportData, time: (instant: string) => string): void {
  const { track, site, excursion } = report;
  if (track.length > 1) drawWay(sheet, report);
  const { start, end } = excursion.locations;
  const facts: (readonly [string, string])[] = [];
  if (site !== undefined) facts.push(['Site', `${site.name} (${site.siteId}), ${placeText(site)}`]);
  if (start.vehicleId !== undefined) facts.push(['Vehicle', start.vehicleId]);
  if (start.lat !== undefined && start.lon !== undefined)
    facts.push([
      'At the start',
      `${placeText({ lat: start.lat, lon: start.lon })}, fix of ${time(start.asOf ?? excursion.startTime)}`,
    ]);
  if (end.lat !== undefined && end.lon !== undefined)
    facts.push([
      'At the end',
      `${placeText({ lat: end.lat, lon: end.lon })}, fix of ${time(end.asOf ?? excursion.startTime)}`,
    ]);
  if (facts.length === 0) return sheet.text('Nothing said where it was.', { dim: true });
  sheet.facts(facts, 2);
}

function drawWay(sheet: Sheet, { track, site, excursion, window }: ReportData): void {
  sheet.need(height + 75);
  const places = site === undefined ? [...track] : [...track, site];
  const box = fit(sheet, places);
  const { doc } = sheet;
  doc.rect(sheet.left, box.top, sheet.width, height).lineWidth(0.5).strokeColor(ink.line).stroke();
  const from = excursion.startTime;
  const to = excursion.endTime ?? window.to;
  line(sheet, track.map(box.at), ink.dim, 0.8);
  const inside = track.filter(
    ({ time }) => Date.parse(time) >= Date.parse(from) && Date.parse(time) <= Date.parse(to),
  );
  line(sheet, inside.map(box.at), ink.bad, 2);
  const first = track[0]!;
  const last = track.at(-1)!;
  // Labels of places that lie upon each other on this map would too.
  const nearM = 16 * box.metersPerPoint;
  const isNear = (a: Place, b: Place | undefined): boolean => b !== undefined && box.meters(a, b) < nearM;
  const ends = [
    ...(isNear(first, site) ? [] : [{ place: first, name: 'first fix' }]),
    ...(isNear(last, site) || isNear(last, first) ? [] : [{ place: last, name: 'last fix' }]),
  ];
  for (const { place, name } of ends) mark(sheet, box.at(place), name);
  if (site !== undefined)
    mark(sheet, box.at(site), siteWords(site.name, isNear(first, site), isNear(last, site)));
  const bar = niceMeters(box.metersPerPoint * 80);
  const y = box.top + height - 10;
  line(
    sheet,
    [
      { x: sheet.left + 10, y },
      { x: sheet.left + 10 + bar / box.metersPerPoint, y },
    ],
    ink.text,
    1,
  );
  sheet
    .body(7)
    .text(bar >= 1000 ? `${bar / 1000} km` : `${bar} m`, sheet.left + 10, y - 11, { lineBreak: false });
  sheet.doc.y = box.top + height + 4;
  sheet.text(
    'The way during the window of the chart, north up, drawn to scale; thick: during the excursion.',
    { dim: true },
  );
}

function fit(sheet: Sheet, places: readonly Place[]) {
  const pad = 20;
  const lats = places.map(({ lat }) => lat);
  const lons = places.map(({ lon }) => lon);
  const middle = {
    lat: (Math.min(...lats) + Math.max(...lats)) / 2,
    lon: (Math.min(...lons) + Math.max(...lons)) / 2,
  };
  const shrink = Math.cos((middle.lat * Math.PI) / 180);
  const wide = (Math.max(...lons) - Math.min(...lons)) * metersPerDegree * shrink;
  const tall = (Math.max(...lats) - Math.min(...lats)) * metersPerDegree;
  const metersPerPoint = Math.max(wide / (sheet.width - 2 * pad), tall / (height - 2 * pad), 2);
  const top = sheet.doc.y;
  const east = (place: Place) => (place.lon - middle.lon) * metersPerDegree * shrink;
  const north = (place: Place) => (place.lat - middle.lat) * metersPerDegree;
  return {
    top,
    metersPerPoint,
    at: (place: Place) => ({
      x: sheet.left + sheet.width / 2 + east(place) / metersPerPoint,
      y: top + height / 2 - north(place) / metersPerPoint,
    }),
    meters: (a: Place, b: Place) => Math.hypot(east(a) - east(b), north(a) - north(b)),
  };
}

function line(
  { doc }: Sheet,
  points: readonly { readonly x: number; readonly y: number }[],
  color: string,
  width: number,
): void {
  const [first, ...rest] = points;
  if (first === undefined || rest.length === 0) return;
  doc.moveTo(first.x, first.y);
  for (const { x, y } of rest) doc.lineTo(x, y);
  doc.lineWidth(width).strokeColor(color).stroke();
}

function mark(sheet: Sheet, { x, y }: { readonly x: number; readonly y: number }, text: string): void {
  sheet.doc.circle(x, y, 2.5).fill(ink.text);
  sheet.body(7);
  const room = sheet.left + sheet.width - x > sheet.doc.widthOfString(text) + 10;
  sheet.doc.text(text, room ? x + 5 : x - 5 - sheet.doc.widthOfString(text), y - 4, { lineBreak: false });
}

function siteWords(name: string, isFirst: boolean, isLast: boolean): string {
  const fixes = [...(isFirst ? ['first'] : []), ...(isLast ? ['last'] : [])];
  return fixes.length === 0 ? name : `${name}, ${fixes.join(' and ')} fix`;
}

function niceMeters(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [5, 2, 1].map((each) => each * power).find((each) => each <= rough) ?? power;
}

function placeText({ lat, lon }: Place): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
}
