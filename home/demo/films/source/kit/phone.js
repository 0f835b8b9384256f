// A phone in a hand, and a big one whose screen is seen. Own work, CC0 1.0.
'use strict';
const handset = (w, h, r = 12) => box(-w / 2, -h / 2, w, h, r, C.ink) + box(-w / 2 + 4, -h / 2 + 4, w - 8, h - 8, r - 4, mix(C.ink, C.white, 0.14)) + circle(-w / 2 + 16, -h / 2 + 16, 6, C.ink) + circle(-w / 2 + 16, -h / 2 + 16, 2.6, C.tealSoft);
const SCREEN = [-147, -302, 294, 604, 34];
const bigPhone = (...k) => box(-166 + 10, -320 + 16, 332, 640, 50, C.ink, 'opacity=".13"') + box(-166, -320, 332, 640, 50, C.ink) + clip(box(...SCREEN, '#000'), box(...SCREEN, C.sand), ...k, path('M-147 302 L-147 180 L60 -302 L-147 -302Z', C.white, 'opacity=".05"')) + box(-42, -298, 84, 18, 9, C.ink);
const topBar = (extra = '') => box(-150, -305, 300, 96, 0, C.teal) + at(-106, -244, 0.4, icon.house(C.white), circle(0, 20, 13, C.coral)) + box(-72, -252, 92, 12, 6, C.white, 'opacity=".85"') + extra;
const tapRing = (x, y, t, when) => { const k = clamp((t - when) / 0.6); return k <= 0 || k >= 1 ? '' : circle(x, y, lerp(10, 62, out(k)), 'none', `stroke="${C.coral}" stroke-width="${f(lerp(10, 1, k))}" opacity="${f(1 - k)}"`); };
const tapDot = (x, y, t, when) => { const o = bump(t, when - 0.45, when - 0.12, when + 0.15, when + 0.4); return alpha(o, circle(x, y + (1 - P(t, when - 0.45, when)) * 40, 24 - bump(t, when - 0.1, when, when + 0.02, when + 0.15) * 5, C.coral, 'opacity=".5"')); };
/** Twelve invented strokes of a pen: a language each, none of them words. */
const STROKES = [
  'M-20 -6 L20 -6 M-20 8 L8 8', 'M-20 0 q6 -16 13 0 t13 0 t13 0', 'M-22 -10 L22 -10 M-12 -10 L-12 10 q10 0 10 -9 M12 -10 L12 12', 'M-20 2 a8 8 0 1 1 10 6 M-4 2 a8 8 0 1 1 10 6 M12 2 a8 8 0 1 1 8 6',
  'M22 -8 Q18 8 4 6 T-20 2 M6 14 l.1 0 M-6 14 l.1 0', 'M-20 10 L-10 -10 L0 10 L10 -10 L20 10', 'M-20 8 q4 -22 12 -4 q4 10 10 -4 q6 -14 10 2 q2 6 8 2', 'M-22 -8 L22 -8 M-10 -8 q-12 12 2 16 M12 -8 l0 18 M12 2 q-10 -4 -10 6',
  'M22 -4 q-6 14 -14 2 q-4 12 -12 2 q-6 12 -16 0 M10 -14 l.1 0', 'M-20 8 q8 -28 14 0 M-2 0 L20 0 M4 10 L14 10', 'M20 8 C8 16 6 -8 -6 0 S-20 10 -20 -8 M-6 -14 l.1 0 M4 -14 l.1 0', 'M-20 0 a6 9 0 1 1 12 0 a6 9 0 1 1 12 0 a6 9 0 1 0 12 0',
];
const speech = c => path('M-34 -22 Q-34 -32 -24 -32 L24 -32 Q34 -32 34 -22 L34 12 Q34 22 24 22 L-6 22 L-20 36 L-20 22 L-24 22 Q-34 22 -34 12Z', c);
const TILE_COLORS = [C.teal, C.coral, C.tealMid, '#32566f', C.sun, C.teal, C.coral, C.sun, C.tealMid, '#6f8f5e', C.coral, '#32566f'];
