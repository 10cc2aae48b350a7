import type { CustomLayerInterface, CustomRenderMethodInput, Map as MapLibreMap } from 'maplibre-gl';

import { drawingOrder } from './marker.ts';
import { drawMarkerAtlas } from './marker-atlas.ts';
import { outlineBox } from './marker-outlines.ts';
import { mercatorX, mercatorY, worldSizePx } from './mercator.ts';
import type { MarkerPalette } from './palette.ts';
import { floatsPerMarker } from './vehicle-markers.ts';
import type { VehicleMarkers } from './vehicle-markers.ts';
import { fragmentShader, vertexShader } from './vehicle-shaders.ts';

export interface VehicleLayerOptions {
  readonly markers: VehicleMarkers;
  /** The engine's now, epoch milliseconds. */
  readonly engineNow: () => number;
}

/** From here on the reference point is too far for single precision to hold a tenth of a pixel. */
const rebaseAfterPx = 400_000;

interface Program {
  readonly gl: WebGL2RenderingContext;
  readonly program: WebGLProgram;
  readonly vertexArray: WebGLVertexArrayObject;
  readonly points: WebGLBuffer;
  readonly atlas: WebGLTexture;
  readonly uniform: (name: string) => WebGLUniformLocation | null;
}

/** All vehicles of the map in one draw call; movement and fading happen on the GPU between data updates. */
export class VehicleLayer implements CustomLayerInterface {
  readonly id = 'vehicles';
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  readonly #options: VehicleLayerOptions;
  #palette: MarkerPalette | undefined;
  #raised: ReadonlyMap<string, number> = new Map();
  #map: MapLibreMap | undefined;
  #program: Program | undefined;
  #reference = { x: 0.5, y: 0.5 };
  #writtenAtMs = 0;
  #count = 0;
  #isStale = true;

  constructor(options: VehicleLayerOptions) {
    this.#options = options;
  }

  /** Call after the markers changed. */
  refresh(): void {
    this.#isStale = true;
    this.#map?.triggerRepaint();
  }

  recolor(palette: MarkerPalette): void {
    this.#palette = palette;
    this.#map?.triggerRepaint();
  }

  /** Vehicles to draw larger, by their size (1 = as usual), and above all others. */
  raise(raised: ReadonlyMap<string, number>): void {
    this.#raised = raised;
    this.refresh();
  }

  onAdd(map: MapLibreMap, gl: WebGL2RenderingContext): void {
    this.#map = map;
    this.#program = createProgram(gl, map.getPixelRatio());
    this.#isStale = true;
  }

  onRemove(): void {
    const { gl, program, vertexArray, points, atlas } = this.#program ?? {};
    gl?.deleteProgram(program ?? null);
    gl?.deleteVertexArray(vertexArray ?? null);
    gl?.deleteBuffer(points ?? null);
    gl?.deleteTexture(atlas ?? null);
    this.#program = undefined;
    this.#map = undefined;
  }

  render(gl: WebGL2RenderingContext, { defaultProjectionData }: CustomRenderMethodInput): void {
    const [map, program] = [this.#map, this.#program];
    if (map === undefined || program === undefined) return;
    const nowMs = performance.now();
    if (this.#isStale || this.#isFarFromReference(map)) this.#write(map, program, nowMs);
    if (this.#count === 0) return;
    this.#draw(gl, program, {
      map,
      matrix: relativeTo(defaultProjectionData.mainMatrix, this.#reference),
      nowMs,
    });
    if (!document.hidden && this.#options.markers.isMoving(nowMs, map.getZoom())) map.triggerRepaint();
  }

  #isFarFromReference(map: MapLibreMap): boolean {
    const center = map.getCenter();
    const away = Math.hypot(
      mercatorX(center.lng) - this.#reference.x,
      mercatorY(center.lat) - this.#reference.y,
    );
    return away * worldSizePx(map.getZoom()) > rebaseAfterPx;
  }

  #write(map: MapLibreMap, { gl, points }: Program, nowMs: number): void {
    const { markers, engineNow } = this.#options;
    const center = map.getCenter();
    this.#reference = { x: mercatorX(center.lng), y: mercatorY(center.lat) };
    this.#writtenAtMs = nowMs;
    const data = markers.write({
      reference: this.#reference,
      nowMs,
      engineNowMs: engineNow(),
      raised: this.#raised,
    });
    this.#count = data.length / floatsPerMarker;
    gl.bindBuffer(gl.ARRAY_BUFFER, points);
    gl.bufferData(gl.ARRAY_BUFFER, data, gl.DYNAMIC_DRAW);
    this.#isStale = false;
  }

  #draw(
    gl: WebGL2RenderingContext,
    program: Program,
    frame: { map: MapLibreMap; matrix: Float32Array; nowMs: number },
  ): void {
    const palette = this.#palette;
    if (palette === undefined) return;
    const scale = markerScale(frame.map.getZoom(), this.#count);
    gl.useProgram(program.program);
    gl.bindVertexArray(program.vertexArray);
    gl.uniformMatrix4fv(program.uniform('u_matrix'), false, frame.matrix);
    gl.uniform1f(program.uniform('u_elapsedS'), (frame.nowMs - this.#writtenAtMs) / 1000);
    gl.uniform1f(program.uniform('u_devicePxPerUnit'), scale * frame.map.getPixelRatio());
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, program.atlas);
    gl.uniform1i(program.uniform('u_atlas'), 0);
    gl.uniform3fv(
      program.uniform('u_colors'),
      drawingOrder.flatMap((state) => palette[state]),
    );
    gl.uniform3fv(program.uniform('u_edge'), palette.edge);
    gl.disable(gl.DEPTH_TEST);
    gl.disable(gl.STENCIL_TEST);
    gl.disable(gl.CULL_FACE);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.POINTS, 0, this.#count);
    gl.bindVertexArray(null);
  }
}

/** Markers shrink a little on the way out to the world, and where there are thousands of them. */
export function markerScale(zoom: number, count: number): number {
  const closeness = Math.max(0, Math.min(1, (zoom - 3) / 5));
  const crowd = Math.max(0, Math.min(1, Math.log10(Math.max(1, count) / 1000)));
  return (0.62 + 0.38 * closeness) * (1 - 0.3 * crowd);
}

/** The matrix for positions counted from `reference`; multiplied in double precision before it is narrowed. */
function relativeTo(
  matrix: ArrayLike<number>,
  { x, y }: { readonly x: number; readonly y: number },
): Float32Array {
  const out = Float32Array.from(matrix);
  for (let row = 0; row < 4; row++) {
    out[12 + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
  }
  return out;
}

const attributes: readonly (readonly [name: string, size: number])[] = [
  ['a_path', 4],
  ['a_timing', 2],
  ['a_headingRad', 1],
  ['a_ageS', 1],
  ['a_look', 4],
];

function createProgram(gl: WebGL2RenderingContext, pixelRatio: number): Program {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertexShader],
    [gl.FRAGMENT_SHADER, fragmentShader],
  ] as const) {
    const shader = gl.createShader(type);
    if (shader === null) throw new Error('The graphics context is gone');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
    gl.deleteShader(shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(`The marker shader does not link: ${gl.getProgramInfoLog(program) ?? 'no reason given'}`);
  }
  const uniforms = new Map<string, WebGLUniformLocation | null>();
  const uniform = (name: string) => {
    if (!uniforms.has(name)) uniforms.set(name, gl.getUniformLocation(program, name));
    return uniforms.get(name) ?? null;
  };
  return { gl, program, uniform, atlas: createAtlas(gl, pixelRatio), ...createArrays(gl, program) };
}

/** Cells a little larger than markers are ever drawn, so that they are only ever made smaller. */
const largestMarker = 1.3;

function createAtlas(gl: WebGL2RenderingContext, pixelRatio: number): WebGLTexture {
  const atlas = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, atlas);
  gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
  gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, false);
  const cells = drawMarkerAtlas(Math.ceil(outlineBox * largestMarker * pixelRatio));
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, cells);
  gl.generateMipmap(gl.TEXTURE_2D);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR_MIPMAP_NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
  return atlas;
}

function createArrays(gl: WebGL2RenderingContext, program: WebGLProgram) {
  const vertexArray = gl.createVertexArray();
  gl.bindVertexArray(vertexArray);
  const points = gl.createBuffer();
  gl.bindBuffer(gl.ARRAY_BUFFER, points);
  let offset = 0;
  for (const [name, size] of attributes) {
    const location = gl.getAttribLocation(program, name);
    gl.enableVertexAttribArray(location);
    gl.vertexAttribPointer(location, size, gl.FLOAT, false, floatsPerMarker * 4, offset * 4);
    offset += size;
  }
  gl.bindVertexArray(null);
  return { vertexArray, points };
}
