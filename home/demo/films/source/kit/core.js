// Palette, time and drawing. Own work, CC0 1.0.
// Lengths are in units of a stage of 1280 x 720.
'use strict';
const C = {
  teal: '#0f5c5c', tealMid: '#2f8580', tealSoft: '#8cc0b6', mist: '#d8e9e3', coral: '#e2725b', coralDark: '#c4573f',
  sand: '#f6efe4', sandDark: '#e9d9be', sun: '#f2b84b', sunSoft: '#fbe3b0', ink: '#1d2b2f', white: '#ffffff',
  blush: '#f6cdbf', wood: '#c98f5a', woodDark: '#a9713f',
};
const clamp = (v, a = 0, b = 1) => Math.min(b, Math.max(a, v));
const lerp = (a, b, k) => a + (b - a) * k;
const inOut = k => k < 0.5 ? 4 * k * k * k : 1 - Math.pow(-2 * k + 2, 3) / 2;
const out = k => 1 - Math.pow(1 - k, 3);
const inn = k => k * k * k;
const back = k => k <= 0 ? 0 : 1 + 2.2 * Math.pow(k - 1, 3) + 1.2 * Math.pow(k - 1, 2);
const linear = k => k;
/** Eased progress of t between a and b. */
const P = (t, a, b, ease = inOut) => ease(clamp((t - a) / (b - a)));
/** A bump: rises from a to b, stays, falls from c to d. */
const bump = (t, a, b, c, d) => P(t, a, b) * (1 - P(t, c, d));
const wave = (t, speed, shift = 0) => Math.sin(t * speed * 2 * Math.PI + shift);
/** Mixes two '#rrggbb' colours. */
const mix = (a, b, k) => '#' + [1, 3, 5].map(i => Math.round(lerp(parseInt(a.slice(i, i + 2), 16),
  parseInt(b.slice(i, i + 2), 16), clamp(k))).toString(16).padStart(2, '0')).join('');
/** Blinks last 0.16 s and come at irregular but fixed moments. */
const blink = (t, seed = 0) => {
  const u = (t + seed * 1.37) % 3.1;
  return u < 0.16 ? Math.abs(u / 0.08 - 1) : 1;
};

// ---------------------------------------------------------------- drawing
let ids = 0;
const f = n => Math.round(n * 100) / 100;
const at = (x, y, s, ...k) => `<g transform="translate(${f(x)} ${f(y)}) scale(${f(s * 1000) / 1000})">${k.join('')}</g>`;
const rot = (deg, ...k) => `<g transform="rotate(${f(deg)})">${k.join('')}</g>`;
const alpha = (o, ...k) => o <= 0.003 ? '' : o >= 0.997 ? k.join('') : `<g opacity="${f(o)}">${k.join('')}</g>`;
const path = (d, fill, extra = '') => `<path d="${d}" fill="${fill}" ${extra}/>`;
const line = (d, color, w, extra = '') =>
  `<path d="${d}" fill="none" stroke="${color}" stroke-width="${w}" stroke-linecap="round" stroke-linejoin="round" ${extra}/>`;
const circle = (x, y, r, fill, extra = '') => `<circle cx="${f(x)}" cy="${f(y)}" r="${f(Math.max(0, r))}" fill="${fill}" ${extra}/>`;
const oval = (x, y, rx, ry, fill, extra = '') =>
  `<ellipse cx="${f(x)}" cy="${f(y)}" rx="${f(Math.max(0, rx))}" ry="${f(Math.max(0, ry))}" fill="${fill}" ${extra}/>`;
const box = (x, y, w, h, r, fill, extra = '') =>
  `<rect x="${f(x)}" y="${f(y)}" width="${f(Math.max(0, w))}" height="${f(Math.max(0, h))}" rx="${f(r)}" fill="${fill}" ${extra}/>`;
const clip = (shape, ...k) => { const id = 'c' + (++ids); return `<clipPath id="${id}">${shape}</clipPath><g clip-path="url(#${id})">${k.join('')}</g>`; };
/** A line that is drawn up to the share k of its length. */
const drawn = (d, color, w, k) => k <= 0.01 ? '' : line(d, color, w, `pathLength="1" stroke-dasharray="${f(k)} 2"`);
const shadow = (x, y, rx, ry = 10, o = 0.14) => oval(x, y, rx, ry, C.ink, `opacity="${o}"`);
