import { fadeGlsl } from './fade.ts';
import { markerShapes } from './marker.ts';

/** Half the side of a marker's square in pixels at size 1, room for its edge included. */
export const markerReachPx = 13;

/** One square per marker, kept between its two fixes and drawn in pixels whatever the zoom. */
export const vertexShader = `#version 300 es
precision highp float;
uniform mat4 u_matrix;
uniform vec2 u_viewportPx;
uniform float u_elapsedS;
uniform float u_scale;
in vec2 a_corner;
in vec4 a_path;
in vec2 a_timing;
in float a_heading;
in float a_ageS;
in vec3 a_look;
out vec2 v_px;
out float v_heading;
flat out float v_strength;
flat out int v_shape;
flat out int v_color;
${fadeGlsl}
void main() {
  float progress = a_timing.y > 0.0 ? clamp((u_elapsedS - a_timing.x) / a_timing.y, 0.0, 1.0) : 1.0;
  vec4 place = u_matrix * vec4(mix(a_path.xy, a_path.zw, progress), 0.0, 1.0);
  float reach = ${markerReachPx.toFixed(1)} * u_scale * a_look.z;
  v_px = a_corner * ${markerReachPx.toFixed(1)};
  v_heading = a_heading;
  v_strength = fadeOf(a_ageS + u_elapsedS);
  v_shape = int(a_look.x + 0.5);
  v_color = int(a_look.y + 0.5);
  gl_Position = place + vec4(a_corner * reach * 2.0 / u_viewportPx * place.w, 0.0, 0.0);
}`;

/** Draws each shape from its distance function: crisp at every size and without textures. */
export const fragmentShader = `#version 300 es
precision highp float;
uniform vec3 u_colors[5];
uniform vec3 u_edge;
uniform float u_pxPerUnit;
in vec2 v_px;
in float v_heading;
flat in float v_strength;
flat in int v_shape;
flat in int v_color;
out vec4 o_color;

float segment(vec2 p, vec2 a, vec2 b, inout float inside) {
  vec2 e = b - a;
  vec2 w = p - a;
  vec2 d = w - e * clamp(dot(w, e) / dot(e, e), 0.0, 1.0);
  bvec3 side = bvec3(p.y >= a.y, p.y < b.y, e.x * w.y > e.y * w.x);
  if (all(side) || all(not(side))) inside = -inside;
  return dot(d, d);
}

float arrow(vec2 p) {
  vec2 tip = vec2(0.0, 9.6);
  vec2 right = vec2(7.0, -7.6);
  vec2 notch = vec2(0.0, -4.4);
  vec2 left = vec2(-7.0, -7.6);
  float inside = 1.0;
  float d = segment(p, tip, right, inside);
  d = min(d, segment(p, right, notch, inside));
  d = min(d, segment(p, notch, left, inside));
  d = min(d, segment(p, left, tip, inside));
  return inside * sqrt(d);
}

float box(vec2 p, float half_side) {
  vec2 q = abs(p) - half_side + 1.2;
  return length(max(q, 0.0)) + min(max(q.x, q.y), 0.0) - 1.2;
}

float diamond(vec2 p) {
  return (abs(p.x) + abs(p.y) - 8.2) * 0.7071;
}

float tip(vec2 p) {
  vec2 q = vec2(abs(p.x), p.y - 8.2);
  return max(dot(q, normalize(vec2(1.0, 1.0))) - 2.6, -q.y - 0.4);
}

float distanceTo(int shape, vec2 p, vec2 turned) {
  if (shape == ${markerShapes.arrow}) return arrow(turned);
  if (shape == ${markerShapes.square} || shape == ${markerShapes.hollowSquare}) return box(p, 5.6);
  if (shape == ${markerShapes.diamond}) return diamond(p);
  if (shape == ${markerShapes.diamondArrow}) return min(diamond(p), tip(turned));
  return length(p) - 6.0;
}

void main() {
  float c = cos(v_heading);
  float s = sin(v_heading);
  vec2 turned = vec2(v_px.x * c - v_px.y * s, v_px.x * s + v_px.y * c);
  float d = distanceTo(v_shape, v_px, turned);
  float soft = 0.75 / u_pxPerUnit;
  float whole = 1.0 - smoothstep(1.7 - soft, 1.7 + soft, d);
  float inner = 1.0 - smoothstep(-soft, soft, d);
  bool hollow = v_shape == ${markerShapes.ring} || v_shape == ${markerShapes.hollowSquare};
  if (hollow) inner *= smoothstep(-2.4 - soft, -2.4 + soft, d);
  vec3 color = mix(u_edge, u_colors[v_color], inner);
  float alpha = whole * v_strength;
  if (alpha < 0.004) discard;
  o_color = vec4(color * alpha, alpha);
}`;
