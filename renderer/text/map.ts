/** Words on and around the map. */
export const mapText = {
  label: 'Map. Arrow keys move it, plus and minus zoom.',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  noWebGlTitle: 'This display cannot draw the map',
  noWebGl:
    'The map needs WebGL 2, which this browser or graphics driver does not offer. Everything on it is in the list as well.',
  tilesMissing: 'The background map could not be loaded. Markers are in the right place without it.',
  drawingFailed: (message: string) => `Part of the map could not be drawn: ${message}`,
  noReason: 'no reason given',
  attribution: 'Sources of the map',
} as const;
