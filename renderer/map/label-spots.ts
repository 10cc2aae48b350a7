/** A mark on the screen and the size of its label, in CSS pixels. */
export interface LabelledMark {
  readonly x: number;
  readonly y: number;
  /** From the middle of the mark to its edge. */
  readonly radius: number;
  /** Undefined without a label. */
  readonly label: { readonly width: number; readonly height: number } | undefined;
  /** The side its label has where there is room everywhere. */
  readonly prefers: 'above' | 'below';
}

/** The top left corner of a label, from the middle of its mark. */
export interface LabelSpot {
  readonly left: number;
  readonly top: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const gapPx = 3;

/**
 * Where the labels of marks go so that none covers another or another's mark: below or above, else beside; those that
 * come first choose first. Undefined where there is no room: its mark stays, and the label comes back with the next zoom.
 */
export function labelSpots(
  marks: readonly LabelledMark[],
  view: { readonly width: number; readonly height: number },
): (LabelSpot | undefined)[] {
  const bounds = { left: 0, top: 0, right: view.width, bottom: view.height };
  const labels: Box[] = [];
  return marks.map((mark, index) => {
    const { label } = mark;
    if (label === undefined) return undefined;
    const others = marks.filter((_, other) => other !== index).map(markBox);
    const free = spotsOf(mark, label).filter((spot) => {
      const box = boxAt(mark, spot, label);
      return ![...labels, ...others].some((taken) => overlap(box, taken));
    });
    const spot = free.find((each) => isWithin(boxAt(mark, each, label), bounds)) ?? free[0];
    if (spot !== undefined) labels.push(boxAt(mark, spot, label));
    return spot;
  });
}

function spotsOf(
  { radius, prefers }: LabelledMark,
  { width, height }: { readonly width: number; readonly height: number },
): LabelSpot[] {
  const above = { left: -width / 2, top: -radius - gapPx - height };
  const below = { left: -width / 2, top: radius + gapPx };
  const right = { left: radius + gapPx, top: -height / 2 };
  const left = { left: -radius - gapPx - width, top: -height / 2 };
  return prefers === 'above' ? [above, below, right, left] : [below, above, right, left];
}

function markBox({ x, y, radius }: LabelledMark): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

function boxAt(
  { x, y }: LabelledMark,
  { left, top }: LabelSpot,
  { width, height }: { readonly width: number; readonly height: number },
): Box {
  return { left: x + left, top: y + top, right: x + left + width, bottom: y + top + height };
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

function isWithin(box: Box, bounds: Box): boolean {
  return (
    box.left >= bounds.left &&
    box.top >= bounds.top &&
    box.right <= bounds.right &&
    box.bottom <= bounds.bottom
  );
}
