// Cards, documents, calendars, keys and other things. Each is drawn round 0,0. Own work, CC0 1.0.
'use strict';
const GREY = '#dfe6e2', NAVY = '#32566f', LEAF = '#3f8f6a';
const sheet = (w, h, ...k) => box(-w / 2 + 6, -h / 2 + 10, w, h, 14, C.ink, 'opacity=".12"') + box(-w / 2, -h / 2, w, h, 14, C.white) + k.join('');
/** Rows of a text that nobody has to read: x, y of the first, their widths, share that is written. */
const rows = (x, y, widths, gap = 24, color = GREY, k = 1, h = 11) => widths.map((w, i) => box(x, y + i * gap, w * P(k, i / widths.length, (i + 1) / widths.length, out), h, h / 2, color)).join('');
const SIGN = 'M-60 0 C-54 -30 -38 -30 -42 -4 C-40 -16 -28 -20 -28 -4 C-24 -18 -12 -18 -12 -4 Q-4 2 2 -12 Q10 -24 14 -8 Q20 2 28 -12 C34 -24 44 -18 42 -4 Q52 0 64 -14';
const sign = (x, y, s, k, c = NAVY) => at(x, y, s, drawn(SIGN, c, 5, k));
const pen = (x, y, s = 1, deg = -52) => at(x, y, s, rot(deg, path('M0 0 L18 -8 L18 8Z', C.sand), path('M0 0 L7 -3 L7 3Z', C.ink), box(18, -8, 92, 16, 5, C.coral), box(96, -8, 24, 16, 6, C.coralDark)));
const tick = (x, y, k, r = 30, c = LEAF) => k <= 0 ? '' : at(x, y, k, circle(0, 2, r + 5, C.ink, 'opacity=".1"'), circle(0, 0, r + 4, C.white), circle(0, 0, r, c), at(0, 0, r / 34, icon.check(C.white, 10)));
const cross = (x, y, k, r = 30) => k <= 0 ? '' : at(x, y, k, circle(0, 0, r + 4, C.white), circle(0, 0, r, C.coralDark), line(`M${-r * 0.4} ${-r * 0.4} L${r * 0.4} ${r * 0.4} M${r * 0.4} ${-r * 0.4} L${-r * 0.4} ${r * 0.4}`, C.white, r * 0.3));
const flag = (x, y, s) => at(x, y, s, box(-18, -12, 12, 24, 0, '#2b5fa8'), box(-6, -12, 12, 24, 0, C.sun), box(6, -12, 12, 24, 0, '#d9483b'));
/** A residence permit, 300 wide: `face` is drawn in the photo's place, `tone` its colour, `till` how the date at its foot looks. */
const permit = (face = icon.person(C.teal), tone = C.tealSoft, till = C.coral, old = 0) => sheet(300, 190) + clip(box(-150, -95, 300, 190, 16, '#000'), box(-150, -95, 300, 190, 0, mix(mix(tone, C.white, 0.5), '#e4e0d8', old)), path('M-150 -20 C-60 -70 20 40 150 -40 L150 95 L-150 95Z', mix(mix(tone, C.white, 0.2), '#d8d3c8', old), 'opacity=".7"'), box(-150, -95, 300, 40, 0, mix(C.teal, '#8b908c', old)), flag(-122, -75, 1), box(-92, -81, 120, 12, 6, C.white, 'opacity=".85"')) +
  box(-134, -42, 84, 106, 8, C.white) + clip(box(-130, -38, 76, 98, 6, '#000'), at(-92, 16, 1, face)) + rows(-36, -36, [150, 110], 24, mix(C.teal, C.white, 0.45)) + box(70, 8, 60, 44, 8, C.sun) + line('M70 30 L130 30 M90 8 L90 52 M110 8 L110 52', mix(C.sun, C.woodDark, 0.4), 3) + box(-40, 48, 92, 26, 8, C.white) + [0, 1, 2, 3, 4, 5].map(i => circle(-28 + i * 13 + (i > 1 ? 5 : 0) + (i > 3 ? 5 : 0) - 2, 61, 4.4, till)).join('');
/** A sheet of a calendar of 7 x 5 days: `mark(i)` may draw on day i, whose middle is 0,0. */
const month = (c, mark = () => '', first = 0) => sheet(340, 320) + path('M-170 -106 L-170 -146 Q-170 -160 -156 -160 L156 -160 Q170 -160 170 -146 L170 -106Z', c) + [-90, 90].map(x => box(x - 7, -184, 14, 42, 7, mix(c, C.ink, 0.3))).join('') + box(-50, -142, 100, 14, 7, C.white, 'opacity=".8"') +
  Array.from({ length: 35 - first }, (_, n) => n + first).map(i => at(-132 + (i % 7) * 44, -76 + Math.floor(i / 7) * 52, 1, circle(0, 0, 16, i % 7 > 4 ? '#f3eadb' : '#eaf1ee'), mark(i))).join('');
const GLYPH = { 0: ['M0 -30 C24 -30 24 30 0 30 C-24 30 -24 -30 0 -30Z', 40], 1: ['M-10 -18 L4 -30 L4 30', 28], 2: ['M-16 -14 C-16 -36 16 -36 16 -14 C16 2 -10 12 -17 30 L18 30', 42], 3: ['M-15 -24 C-8 -36 16 -32 14 -16 C13 -6 4 -3 -3 -3 C6 -3 17 2 16 14 C14 34 -12 34 -17 22', 42] };
/** A number, drawn with a pen: only the digits 0 to 3, which is what the films need. */
const number = (text, x, y, s, c, w = 11) => { let dx = -[...text].reduce((a, d) => a + GLYPH[d][1] + 12, -12) / 2; return at(x, y, s, [...text].map(d => { const [p, width] = GLYPH[d], code = at(dx + width / 2, 0, 1, line(p, c, w)); dx += width + 12; return code; }).join('')); };
const clock = (r, hours, c = C.teal) => circle(0, 4, r, C.ink, 'opacity=".12"') + circle(0, 0, r, C.white) + circle(0, 0, r, 'none', `stroke="${c}" stroke-width="${f(r * 0.13)}"`) + Array.from({ length: 12 }, (_, i) => rot(i * 30, line(`M0 ${f(-r * 0.78)} L0 ${f(-r * 0.7)}`, C.tealSoft, r * 0.06))).join('') + rot(hours * 30, line(`M0 0 L0 ${f(-r * 0.42)}`, C.ink, r * 0.09)) + rot(hours * 360, line(`M0 0 L0 ${f(-r * 0.62)}`, C.ink, r * 0.06)) + circle(0, 0, r * 0.08, C.coral);
const key = (c = C.sun) => circle(-30, 0, 22, 'none', `stroke="${c}" stroke-width="12"`) + line('M-8 0 L50 0 M30 0 L30 18 M46 0 L46 14', c, 11);
const envelope = (w, h, c, open = 0) => box(-w / 2 + 5, -h / 2 + 8, w, h, 10, C.ink, 'opacity=".1"') + box(-w / 2, -h / 2, w, h, 10, c) + line(`M${-w / 2 + 6} ${-h / 2 + 6} L0 ${f(lerp(h * 0.12, -h * 0.9, open))} L${w / 2 - 6} ${-h / 2 + 6}`, mix(c, C.ink, 0.25), 5);
const note = (c = '#9cc7ba') => box(-48, -26, 96, 52, 6, c) + box(-42, -20, 84, 40, 4, 'none', `stroke="${mix(c, C.ink, 0.25)}" stroke-width="3"`) + circle(0, 0, 13, mix(c, C.white, 0.55)) + circle(0, 0, 5, mix(c, C.ink, 0.3));
const bank = c => icon.columns(c);
/** A meter behind glass: `kind` is drop or bolt, `turn` moves its digits. */
const meter = (kind, turn = 0) => sheet(170, 190) + box(-85, -95, 170, 190, 18, kind === 'drop' ? '#d6e8ef' : '#fbe9c4') + box(-64, -74, 128, 48, 8, C.ink) + [0, 1, 2, 3].map(i => clip(box(-58 + i * 30, -68, 26, 36, 4, '#000'), box(-58 + i * 30, -68, 26, 36, 4, C.white), [0, 1, 2].map(j => box(-52 + i * 30, -60 + j * 34 - ((turn * (i + 1)) % 1) * 34, 14, 20, 5, j % 2 ? C.teal : NAVY)).join(''))).join('') + circle(0, 36, 40, C.white) + at(0, 36, 0.8, kind === 'drop' ? path('M0 -34 C18 -8 28 4 28 16 A28 28 0 0 1 -28 16 C-28 4 -18 -8 0 -34Z', '#4d8fb3') : path('M8 -40 L-24 8 L-2 8 L-8 40 L24 -8 L2 -8Z', C.sun));
const lens = (r, ...k) => line(`M${f(r * 0.72)} ${f(r * 0.72)} L${f(r * 1.5)} ${f(r * 1.5)}`, C.woodDark, r * 0.26) + circle(0, 0, r, C.mist, 'opacity=".55"') + k.join('') + circle(0, 0, r, 'none', `stroke="${C.ink}" stroke-width="${f(r * 0.13)}"`) + line(`M${f(-r * 0.55)} ${f(-r * 0.2)} Q${f(-r * 0.45)} ${f(-r * 0.55)} ${f(-r * 0.1)} ${f(-r * 0.65)}`, C.white, r * 0.09, 'opacity=".8"');
const finger = c => [8, 17, 26, 35].map((r, i) => line(`M${-r} ${i * 4 + 14} C${-r} ${-r * 1.2} ${r} ${-r * 1.2} ${r} ${i * 3 + 10}`, c, 5)).join('') + line('M0 -2 L0 26', c, 5);
const camera = c => box(-44, -24, 88, 60, 12, c) + box(-16, -36, 32, 16, 6, c) + circle(0, 6, 20, C.white) + circle(0, 6, 12, mix(c, C.ink, 0.2)) + circle(30, -12, 5, C.sun);
const bell = c => path('M-34 22 C-22 10 -26 -32 0 -34 C26 -32 22 10 34 22Z', c, `stroke="${c}" stroke-width="6" stroke-linejoin="round"`) + circle(0, 34, 9, c) + circle(0, -38, 6, c);
const sparks = (t, x, y, r = 180, n = 18) => Array.from({ length: n }, (_, i) => { const a = i * 2.399, k = clamp((t - (i % 4) * 0.04) / 1.6), d = out(k) * (r * 0.7 + (i % 5) * r * 0.22); return k > 0 && k < 1 ? at(x + Math.cos(a) * d * 1.15, y + Math.sin(a) * d * 0.8 + k * k * 120, 1, alpha(1 - k * k, rot(i * 40 + t * 150 * (i % 2 ? 1 : -1), i % 3 ? box(-8, -4, 16, 9, 4, [C.sun, C.coral, C.tealSoft, C.teal][i % 4]) : circle(0, 0, 6, [C.sun, C.coral, C.tealSoft, C.teal][i % 4])))) : ''; }).join('');
/** Somebody's thought or word: a white bubble with a picture. */
const says = (x, y, k, r, tail, inner, t = 0) => k <= 0 ? '' : at(x, y + wave(t, 0.35, x) * 4, k, bubble(r, C.white, tail, inner));
/** The letters that Romanian has and its neighbours have not, drawn with a pen. */
const LETTERS = { 'ă': 'M14 -12 L14 18 M14 3 A15 15 0 1 1 14 2.9 M-12 -30 Q0 -18 12 -30', 'â': 'M14 -12 L14 18 M14 3 A15 15 0 1 1 14 2.9 M-12 -22 L0 -34 L12 -22', 'î': 'M0 -12 L0 18 M-12 -22 L0 -34 L12 -22', 'ș': 'M13 -8 C4 -16 -14 -14 -12 -5 C-10 4 13 0 13 10 C13 20 -8 20 -14 13 M2 26 L-3 34', 'ț': 'M0 -26 L0 8 Q0 18 11 17 M-10 -11 L11 -11 M4 26 L-1 34' };
const letter = (l, x, y, s, c, w = 7) => at(x, y, s, line(LETTERS[l], c, w));
/** What people work with, in a box of 100 around 0,0. */
const trade = {
  build: c => path('M-40 14 C-40 -34 40 -34 40 14Z', c) + box(-48, 12, 96, 13, 6, mix(c, C.ink, 0.2)) + box(-9, -28, 18, 42, 5, mix(c, C.white, 0.4)),
  cook: c => circle(-20, -14, 20, c) + circle(20, -14, 20, c) + circle(0, -24, 22, c) + box(-24, -10, 48, 34, 4, c) + box(-26, 22, 52, 14, 5, mix(c, C.ink, 0.2)),
  office: c => box(-42, -32, 84, 56, 8, c) + box(-34, -24, 68, 40, 4, C.white) + rows(-24, -14, [46, 30], 16, mix(c, C.white, 0.4), 1, 7) + box(-8, 24, 16, 12, 0, c) + box(-26, 34, 52, 8, 4, c),
  sew: c => box(-16, -30, 32, 60, 4, mix(c, C.white, 0.45)) + [-20, -8, 4, 16].map(y => line(`M-18 ${y} L18 ${y - 6}`, c, 7)).join('') + box(-26, -40, 52, 12, 5, C.wood) + box(-26, 28, 52, 12, 5, C.wood) + line('M18 8 Q44 20 34 44', c, 4),
  drive: c => box(-46, -26, 56, 44, 6, c) + path('M12 -14 L32 -14 L46 4 L46 18 L12 18Z', mix(c, C.ink, 0.2)) + circle(-26, 22, 11, C.ink) + circle(28, 22, 11, C.ink) + circle(-26, 22, 4, C.white) + circle(28, 22, 4, C.white),
  care: c => icon.hand(c) + at(0, 20, 0.34, icon.heart(C.white)),
};
const shield = c => path('M0 -44 C18 -32 34 -30 42 -30 C42 8 30 34 0 48 C-30 34 -42 8 -42 -30 C-34 -30 -18 -32 0 -44Z', c);
