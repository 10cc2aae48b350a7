import { fadeGlsl } from './fade.ts';
import { atlasCells } from './marker-atlas.ts';
import { outlineBox } from './marker-outlines.ts';

/** One square per marker, turned to its heading, between its two fixes and in pixels whatever the zoom. */
export const vertexShader = `#version 300 es
precision highp float;
const float BOX = ${outlineBox.toFixed(1)};
const float CELLS = ${atlasCells.toFixed(1)};
uniform mat4 u_matrix;
uniform vec2 u_viewportPx;
uniform float u_elapsedS;
uniform float u_scale;
uniform vec3 u_colors[5];
in vec2 a_corner;
in vec4 a_path;
in vec2 a_timing;
in float a_headingRad;
in float a_ageS;
in vec4 a_look;
out vec2 v_atlas;
flat out float v_strength;
flat out vec3 v_color;
${fadeGlsl}
void main() {
  float progress = a_timing.y > 0.0 ? clamp((u_elapsedS - a_timing.x) / a_timing.y, 0.0, 1.0) : 1.0;
  vec4 place = u_matrix * vec4(mix(a_path.xy, a_path.zw, progress), 0.0, 1.0);
  vec2 offset = a_corner * a_look.w;
  v_atlas = vec2((a_look.x + offset.x / BOX + 0.5) / CELLS, 0.5 - offset.y / BOX);
  v_strength = fadeOf(a_ageS + u_elapsedS);
  v_color = u_colors[int(a_look.y + 0.5)];
  float c = cos(a_headingRad);
  float s = sin(a_headingRad);
  vec2 turned = vec2(offset.x * c + offset.y * s, offset.y * c - offset.x * s);
  gl_Position = place + vec4(turned * u_scale * a_look.z * 2.0 / u_viewportPx * place.w, 0.0, 0.0);
}`;

export const fragmentShader = `#version 300 es
precision mediump float;
uniform sampler2D u_atlas;
uniform vec3 u_edge;
in vec2 v_atlas;
flat in float v_strength;
flat in vec3 v_color;
out vec4 o_color;
void main() {
  vec4 cover = texture(u_atlas, v_atlas);
  float alpha = cover.r * v_strength;
  o_color = vec4(mix(u_edge, v_color, cover.g) * alpha, alpha);
}`;
