import { markerShapes, type MarkerShape } from './marker.ts';
import { edgeWidth, markerOutlines, outlineBox } from './marker-outlines.ts';

const shapes = Object.keys(markerShapes) as readonly MarkerShape[];

/** Number of cells beside each other in the atlas. */
export const atlasCells = shapes.length;

/**
 * Draws all marker shapes side by side: red says where a marker is at all, green where it has its colour rather
 * than that of its edge. Fragments then cost one look-up each, whatever the shape.
 */
export function drawMarkerAtlas(cellPx: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = cellPx * atlasCells;
  canvas.height = cellPx;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('The page cannot draw the marker shapes');
  context.fillStyle = '#000';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.globalCompositeOperation = 'lighter';
  context.lineJoin = 'round';
  for (const shape of shapes) {
    const scale = cellPx / outlineBox;
    context.setTransform(scale, 0, 0, scale, markerShapes[shape] * cellPx, 0);
    const { path, lineWidth } = markerOutlines[shape];
    drawShape(context, new Path2D(path), lineWidth);
  }
  return canvas;
}

function drawShape(context: CanvasRenderingContext2D, outline: Path2D, lineWidth: number | undefined): void {
  context.strokeStyle = '#f00';
  context.fillStyle = '#f00';
  context.lineWidth = (lineWidth ?? 0) + 2 * edgeWidth;
  context.stroke(outline);
  context.fill(outline);
  context.strokeStyle = '#0f0';
  context.fillStyle = '#0f0';
  context.lineWidth = lineWidth ?? 0;
  if (lineWidth === undefined) context.fill(outline);
  else context.stroke(outline);
}
