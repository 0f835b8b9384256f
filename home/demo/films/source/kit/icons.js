// Pictograms, in a box of 100 around 0,0. Own work, CC0 1.0.
'use strict';
const icon = {
  house: c => path('M-40 2 L0 -36 L40 2 L30 2 L30 36 L-30 36 L-30 2Z', c, `stroke="${c}" stroke-width="6" stroke-linejoin="round"`) + box(-9, 10, 18, 28, 4, C.white),
  heart: c => path('M0 34 C-52 0 -40 -36 -18 -34 C-6 -33 0 -22 0 -18 C0 -22 6 -33 18 -34 C40 -36 52 0 0 34Z', c),
  health: c => icon.heart(c) + line('M0 -14 L0 14 M-14 0 L14 0', C.white, 9),
  work: c => line('M-13 -18 L-13 -28 Q-13 -32 -9 -32 L9 -32 Q13 -32 13 -28 L13 -18', c, 7) + box(-40, -18, 80, 52, 9, c) + line('M-40 6 Q0 20 40 6', C.white, 5) + box(-7, 4, 14, 14, 4, C.white),
  question: c => line('M-17 -16 C-17 -42 22 -42 21 -15 C20 2 0 0 0 17', c, 12) + circle(0, 36, 7.5, c),
  globe: (c, w = 7) => circle(0, 0, 36, 'none', `stroke="${c}" stroke-width="${w}"`) + oval(0, 0, 15, 36, 'none', `stroke="${c}" stroke-width="${w}"`) + line('M-36 0 L36 0 M-30 -18 L30 -18 M-30 18 L30 18', c, w - 1),
  check: (c, w = 12) => line('M-20 2 L-6 17 L22 -15', c, w),
  person: c => circle(0, -16, 17, c) + path('M-31 36 C-31 4 31 4 31 36 Q31 40 27 40 L-27 40 Q-31 40 -31 36Z', c),
  phone: c => path('M-30 -34 C-20 -42 -12 -36 -8 -22 C-6 -14 -16 -12 -16 -6 C-16 4 4 22 12 20 C18 18 18 10 26 12 C40 16 44 24 34 34 C14 50 -52 -14 -30 -34Z', c),
  compass: c => circle(0, 0, 40, c) + circle(0, 0, 31, C.white) + rot(35, path('M0 -26 L8 0 L-8 0Z', C.coral), path('M0 26 L8 0 L-8 0Z', C.tealSoft)) + circle(0, 0, 4, c),
  columns: c => path('M-42 -14 L0 -40 L42 -14Z', c, `stroke="${c}" stroke-width="5" stroke-linejoin="round"`) + [-27, -9, 9, 27].map(x => box(x - 5, -8, 10, 32, 3, c)).join('') + box(-42, 28, 84, 11, 4, c),
  book: c => path('M0 -22 C-14 -34 -34 -34 -46 -28 L-46 28 C-34 22 -14 22 0 34 C14 22 34 22 46 28 L46 -28 C34 -34 14 -34 0 -22Z', c) +
    path('M-4 -16 C-14 -25 -28 -26 -39 -23 L-39 20 C-28 17 -14 18 -4 25Z', C.white) + path('M4 -16 C14 -25 28 -26 39 -23 L39 20 C28 17 14 18 4 25Z', C.white) +
    line('M-32 -12 Q-20 -13 -11 -7 M-32 0 Q-20 -1 -11 5 M-32 11 Q-20 10 -11 16', C.tealSoft, 3.5) + path('M19 -27 L19 -2 L24 -6 L24 -27Z', '#2b5fa8') + path('M24 -27 L24 -6 L29 -6 L29 -26.6Z', C.sun) + path('M29 -26.6 L29 -6 L34 -2 L34 -26Z', '#d9483b'),
  plane: c => path('M-46 -6 L48 -40 L16 40 L-4 12Z', c) + path('M48 -40 L-4 12 L-8 38 L6 20Z', mix(c, C.ink, 0.18)) + path('M48 -40 L-46 -6 L-18 4Z', mix(c, C.white, 0.25)),
  chair: c => line('M-26 -44 L-26 44 M-26 8 L24 8 L24 44', c, 11) + box(-32, -46, 12, 44, 6, c) + box(-30, 0, 62, 15, 7, c),
  calendar: c => box(-38, -32, 76, 70, 11, c) + box(-30, -10, 60, 40, 6, C.white) + line('M-18 -42 L-18 -24 M18 -42 L18 -24', c, 9) + [-18, 0, 18].map((x, i) => circle(x, 1, 5, i === 1 ? C.coral : C.tealSoft) + circle(x, 18, 5, i === 2 ? C.coral : C.tealSoft)).join(''),
  hand: c => line('M-20 6 L-24 -18 M-7 -2 L-8 -32 M7 -2 L9 -31 M20 6 L25 -20', c, 11) + path('M-26 2 L26 2 C28 24 18 42 0 42 C-18 42 -26 24 -26 2Z', c) + line('M-22 22 L-36 6', c, 11),
  coin: () => circle(0, 0, 36, C.sun) + circle(0, 0, 27, 'none', `stroke="${mix(C.sun, C.woodDark, 0.45)}" stroke-width="4"`) + path('M0 -13 C9 -13 14 -7 14 0 C14 8 8 13 0 13 C-8 13 -14 8 -14 0 C-14 -7 -9 -13 0 -13Z', mix(C.sun, C.woodDark, 0.45)),
  idcard: c => box(-46, -32, 92, 64, 10, c) + box(-40, -26, 80, 52, 6, C.white) + circle(-20, -8, 9, c) + path('M-35 18 C-35 0 -5 0 -5 18Z', c) + line('M8 -10 L32 -10 M8 3 L32 3 M8 16 L24 16', c, 5),
  smile: c => circle(-13, -10, 6, c) + circle(13, -10, 6, c) + line('M-20 8 Q0 30 20 8', c, 8),
};
const strike = (r, k, color = C.coralDark) => circle(0, 0, r, 'none', `stroke="${color}" stroke-width="9" opacity="${f(k)}"`) + drawn(`M${f(-r * 0.7)} ${f(r * 0.7)} L${f(r * 0.7)} ${f(-r * 0.7)}`, color, 9, k);
const badge = (r, fill, inner) => circle(0, 3, r, C.ink, 'opacity=".12"') + circle(0, 0, r, fill) + inner;
/** A round speech bubble with its tail towards the angle (degrees, 90 = down). */
const bubble = (r, fill, tail, inner) => circle(2, 6, r, C.ink, 'opacity=".1"') +
  rot(tail, path(`M${r * 0.72} ${-r * 0.42} L${r * 1.36} 0 L${r * 0.72} ${r * 0.42}Z`, fill, `stroke="${fill}" stroke-width="6" stroke-linejoin="round"`)) + circle(0, 0, r, fill) + inner;
