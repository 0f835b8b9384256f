// Houses, trees, clouds, a bus, plants. Own work, CC0 1.0.
'use strict';
const tree = (x, y, s, c = C.tealMid, sway = 0) => at(x, y, s, line('M0 0 L0 -70', C.woodDark, 12), rot(sway, circle(0, -112, 54, c), circle(-34, -84, 36, c), circle(36, -86, 38, c), circle(14, -128, 24, C.white, 'opacity=".14"'), line('M0 -58 L0 -100 M0 -78 L18 -96', C.woodDark, 6)));
function home(x, y, w, h, wall, roof, rows, kind = 'gable') {
  const top = kind === 'gable' ? path(`M${x - 12} ${y - h} L${x + w / 2} ${y - h - w * 0.42} L${x + w + 12} ${y - h}Z`, roof, `stroke="${roof}" stroke-width="8" stroke-linejoin="round"`)
    : box(x - 8, y - h - 12, w + 16, 18, 6, roof);
  let win = '';
  const cols = Math.max(2, Math.round(w / 52));
  for (let r = 0; r < rows; r++) for (let c = 0; c < cols; c++) {
    const wx = x + (c + 0.5) * w / cols - 13, wy = y - h + 24 + r * 62;
    win += box(wx, wy, 26, 36, 13, (r + c) % 3 === 1 ? C.sunSoft : mix(wall, C.teal, 0.34)) + line(`M${wx - 3} ${wy + 38} L${wx + 29} ${wy + 38}`, C.white, 4);
  }
  return box(x, y - h, w, h, 4, wall) + top + win;
}
const tower = (x, y) => box(x - 32, y - 260, 64, 260, 4, '#f9f3e7') + path(`M${x - 42} ${y - 258} C${x - 44} ${y - 308} ${x - 8} ${y - 306} ${x} ${y - 356} C${x + 8} ${y - 306} ${x + 44} ${y - 308} ${x + 42} ${y - 258}Z`, C.teal) + circle(x, y - 360, 6, C.sun) + circle(x, y - 212, 19, C.sunSoft) + line(`M${x} ${y - 222} L${x} ${y - 212} L${x + 8} ${y - 207}`, C.ink, 3.5) + box(x - 12, y - 150, 24, 46, 12, C.tealSoft);
const cloud = (x, y, s) => at(x, y, s, box(-70, -18, 140, 36, 18, C.white, 'opacity=".75"'), circle(-18, -20, 30, C.white, 'opacity=".75"'), circle(24, -16, 24, C.white, 'opacity=".75"'));
function bus(t) {
  const x = lerp(250, 1640, inn(clamp((t - 0.2) / 2.6))), turn = x * 0.9, wheel = wx => at(wx, 0, 1, circle(0, 0, 34, C.ink), circle(0, 0, 18, C.sandDark), rot(turn, line('M-12 0 L12 0 M0 -12 L0 12', C.ink, 4)));
  return at(x, 556, 1, shadow(0, 36, 250, 9), path('M-240 -160 Q-240 -186 -214 -186 L190 -186 Q236 -186 244 -130 L252 -50 L252 -6 L-240 -6Z', C.tealMid), box(-240, -54, 492, 22, 0, C.sun),
    [-214, -134, -54, 26].map(v => box(v, -160, 68, 66, 10, C.mist) + path(`M${v + 12} -96 L${v + 44} -158 L${v + 56} -158 L${v + 24} -96Z`, C.white, 'opacity=".55"')).join(''), path('M130 -160 L186 -160 Q212 -160 218 -128 L224 -94 L130 -94Z', C.mist), box(106, -160, 10, 150, 4, C.teal), circle(240, -32, 9, C.sunSoft), wheel(-150), wheel(160));
}
const leaf = (x, y, s, c, sway) => at(x, y, s, rot(sway, path('M0 0 C-46 -40 -40 -130 0 -180 C40 -130 46 -40 0 0Z', c), line('M0 0 L0 -150 M0 -50 L22 -76 M0 -50 L-22 -76 M0 -94 L18 -116 M0 -94 L-18 -116', C.white, 4, 'opacity=".28"')));
const plant = (x, y, s, t) => at(x, y, s, at(0, 0, 1, rot(-34, leaf(0, 0, 0.85, C.tealMid, wave(t, 0.2) * 2)), rot(32, leaf(0, 0, 0.85, '#4d9a86', wave(t, 0.2, 1) * 2)), leaf(0, 0, 1.05, C.teal, wave(t, 0.17, 2) * 2)), path('M-56 -12 L56 -12 L44 84 Q42 92 34 92 L-34 92 Q-42 92 -44 84Z', C.coral), box(-62, -20, 124, 24, 8, C.coralDark));
/** An ambulance that drives to the right; its wheels turn with x, its light shines with `on` from 0 to 1. */
function ambulance(x, y, s, t, on = 1) {
  const wheel = wx => at(wx, 0, 1, circle(0, 0, 34, C.ink), circle(0, 0, 18, C.sandDark), rot(x * 0.9, line('M-12 0 L12 0 M0 -12 L0 12', C.ink, 4)));
  const light = (0.5 + 0.5 * wave(t, 0.9)) * on;
  return at(x, y, s, shadow(0, 36, 230, 9), alpha(light, circle(60, -212, 70, '#7fb4d8', 'opacity=".35"')), box(36, -216, 50, 26, 10, mix('#8fb9d6', '#3f86c4', light)), path('M-230 -172 Q-230 -192 -210 -192 L110 -192 L190 -112 Q230 -104 236 -70 L240 -6 L-230 -6Z', C.white), box(-230, -62, 468, 20, 0, C.coral), path('M104 -168 L124 -168 L172 -116 L104 -116Z', C.mist), box(-200, -164, 250, 84, 10, '#f3f6f4'),
    at(-150, -122, 0.62, box(-12, -40, 24, 80, 6, C.coral), box(-40, -12, 80, 24, 6, C.coral)), number('112', -52, -122, 0.9, C.coral, 12), line('M76 -186 L76 -14', '#dfe6e2', 5), box(88, -86, 22, 8, 4, GREY), circle(228, -40, 9, C.sunSoft), wheel(-138), wheel(150));
}
/** The pharmacy's green cross. */
const greenCross = (x, y, s, glow = 0) => at(x, y, s, circle(0, 0, 74, '#7fcaa0', `opacity="${f(glow * 0.3)}"`), box(-17, -50, 34, 100, 7, '#3f8f6a'), box(-50, -17, 100, 34, 7, '#3f8f6a'), box(-9, -42, 18, 84, 4, '#7fcaa0'), box(-42, -9, 84, 18, 4, '#7fcaa0'));
/** A school with its door at x; the flag moves. */
const school = (x, y, s, t) => at(x, y, s, box(-260, -210, 520, 210, 6, '#f8e6bf'), path('M-280 -206 L-200 -268 L200 -268 L280 -206Z', C.coral, `stroke="${C.coral}" stroke-width="8" stroke-linejoin="round"`), box(-86, -280, 172, 280, 6, '#fdf3de'), path('M-100 -276 L0 -344 L100 -276Z', C.coralDark, `stroke="${C.coralDark}" stroke-width="8" stroke-linejoin="round"`), circle(0, -218, 30, C.white), circle(0, -218, 30, 'none', `stroke="${C.teal}" stroke-width="6"`), line('M0 -236 L0 -218 L12 -210', C.ink, 5), box(-44, -112, 88, 112, 10, C.teal), line('M0 -106 L0 -4', C.tealSoft, 4), circle(10, -54, 4, C.sun), circle(-10, -54, 4, C.sun), [-226, -152, 112, 186].map(v => [-176, -90].map(w => box(v, w, 46, 58, 8, C.mist) + line(`M${v + 23} ${w} L${v + 23} ${w + 58} M${v} ${w + 29} L${v + 46} ${w + 29}`, C.white, 4)).join('')).join(''),
  line('M0 -344 L0 -430', C.woodDark, 6), [['#2b5fa8', 0], [C.sun, 24], ['#d9483b', 48]].map(([c, v]) => path(`M${3 + v} ${f(-428 + wave(t, 0.5, v / 24) * 3)} L${27 + v} ${f(-428 + wave(t, 0.5, v / 24 + 1) * 3)} L${27 + v} ${f(-384 + wave(t, 0.5, v / 24 + 1) * 3)} L${3 + v} ${f(-384 + wave(t, 0.5, v / 24) * 3)}Z`, c)).join(''), box(-70, -6, 140, 12, 4, C.sandDark));
/** A Regional Integration Centre: a house with a heart above its door. `open` from 0 to 1 opens the door. */
const centreHouse = (x, y, s, t, open = 0) => at(x, y, s, box(-230, -250, 460, 250, 8, '#fdf3de'), path('M-256 -244 L-180 -330 L180 -330 L256 -244Z', C.teal, `stroke="${C.teal}" stroke-width="10" stroke-linejoin="round"`), [-192, 112].map(v => box(v, -206, 80, 96, 12, C.mist) + line(`M${v + 40} -206 L${v + 40} -110 M${v} -158 L${v + 80} -158`, C.white, 6) + box(v - 8, -112, 96, 12, 4, C.sandDark) + [12, 40, 68].map((d, i) => circle(v + d, -118, 11, [C.coral, C.sun, C.coral][i]) + circle(v + d, -108, 8, C.tealMid)).join('')).join(''),
  box(-64, -160, 128, 160, 12, '#f8d890'), clip(box(-64, -160, 128, 160, 12, '#000'), box(-64, -160, 128 * (1 - 0.82 * open), 160, 0, C.coral), circle(lerp(40, -54, open), -78, 6, C.sunSoft)), box(-82, -6, 164, 14, 5, C.sandDark), circle(0, -250, 58, C.white), circle(0, -250, 58, 'none', `stroke="${C.coral}" stroke-width="7"`), at(0, -250, 0.78 + 0.05 * wave(t, 0.8), icon.heart(C.coral)));
