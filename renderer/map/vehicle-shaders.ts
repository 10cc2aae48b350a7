import { fadeGlsl } from './fade.ts';
import { atlasCells } from './marker-atlas.ts';
import { outlineBox } from './marker-outlines.ts';

/**
 * One point per marker, between its two fixes and as large as its shape needs. Points rather than instanced
 * squares: renderers in software treat every instance as a draw of its own, which is ten times the cost.
 */
export const vertexShader = `#version 300 es
precision highp float;
uniform mat4 u_matrix;
uniform float u_elapsedS;
uniform float u_devicePxPerUnit;
uniform vec3 u_colors[5];
in vec4 a_path;
in vec2 a_timing;
in float a_headingRad;
in float a_ageS;
in vec4 a_look;
flat out float v_cell;
flat out float v_reach;
flat out vec2 v_turn;
flat out vec4 v_color;
${fadeGlsl}
void main() {
  float progress = a_timing.y > 0.0 ? clamp((u_elapsedS - a_timing.x) / a_timing.y, 0.0, 1.0) : 1.0;
  gl_Position = u_matrix * vec4(mix(a_path.xy, a_path.zw, progress), 0.0, 1.0);
  gl_PointSize = 2.0 * a_look.w * a_look.z * u_devicePxPerUnit;
  v_cell = a_look.x;
  v_reach = a_look.w;
  v_turn = vec2(cos(a_headingRad), sin(a_headingRad));
  v_color = vec4(u_colors[int(a_look.y + 0.5)], fadeOf(a_ageS + u_elapsedS));
}`;

export const fragmentShader = `#version 300 es
precision highp float;
const float HALF_BOX = ${(outlineBox / 2).toFixed(1)};
const float CELLS = ${atlasCells.toFixed(1)};
uniform sampler2D u_atlas;
uniform vec3 u_edge;
flat in float v_cell;
flat in float v_reach;
flat in vec2 v_turn;
flat in vec4 v_color;
out vec4 o_color;
void main() {
  vec2 p = (gl_PointCoord * 2.0 - 1.0) * v_reach;
  vec2 q = vec2(p.x * v_turn.x + p.y * v_turn.y, p.y * v_turn.x - p.x * v_turn.y) / HALF_BOX;
  // The corners of a turned square lie outside the cell of its shape.
  float isInCell = step(max(abs(q.x), abs(q.y)), 0.98);
  vec2 cover = texture(u_atlas, vec2((v_cell + 0.5 + 0.5 * q.x) / CELLS, 0.5 + 0.5 * q.y)).rg * isInCell;
  float alpha = cover.r * v_color.a;
  o_color = vec4(mix(u_edge, v_color.rgb, cover.g) * alpha, alpha);
}`;
