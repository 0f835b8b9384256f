// Desks and what lies on them. Own work, CC0 1.0.
'use strict';
const notebook = (x, y, c) => at(x, y, 1, path('M-46 8 L-36 -14 L36 -14 L46 8Z', C.white), line('M0 -14 L0 8', c, 4), line('M-28 -6 L-10 -6 M-31 1 L-10 1 M10 -6 L28 -6', C.tealSoft, 2.5), line('M52 8 L70 -10', c, 5));
const desk = (x, y, w) => box(x - w / 2 + 14, y + 18, w - 28, 250, 0, mix(C.wood, C.white, 0.08)) + box(x - w / 2 + 14, y + 18, w - 28, 16, 0, C.woodDark, 'opacity=".35"') + box(x - w / 2, y - 8, w, 30, 12, mix(C.wood, C.white, 0.28));

// ---------------------------------------------------------------- rooms and backgrounds
const STAGE = (c) => box(-100, -100, 1480, 920, 0, c);
/** A plain coloured ground with two round shapes and a hill, as behind the first film's phones. */
const backdrop = (c, shape, x = 1010, y = 420, r = 300) => STAGE(c) + circle(x, y, r, shape) + circle(1280 - x + 90, 720 - y - 190, 90, shape, 'opacity=".6"') + path('M-60 740 L-60 676 C400 640 860 700 1340 660 L1340 740Z', mix(shape, C.ink, 0.06));
const room = (wall, floor, y = 560) => STAGE(wall) + box(-100, y, 1480, 300, 0, floor) + box(-100, y - 8, 1480, 14, 0, C.white);
const pane = (x, y, s, t, sky = '#cfe6e6', sunny = true) => at(x, y, s, box(-120, -142, 240, 284, 20, C.white), clip(box(-106, -128, 212, 256, 10, '#000'), box(-106, -128, 212, 256, 0, sky), sunny ? circle(54, -70, 34, C.sun) : circle(50, -76, 26, C.sunSoft), cloud(-40 + t * 4, -60, 0.55), path('M-110 130 L-110 60 C-60 20 0 40 40 70 C70 50 90 50 110 60 L110 130Z', '#8cc0a4'), tree(-40, 130, 0.8, C.tealMid, wave(t, 0.2) * 2)), line('M0 -128 L0 128 M-106 10 L106 10', C.white, 10), box(-132, 138, 264, 18, 6, C.sandDark));
const frameOnWall = (x, y, s, inner, c = C.sunSoft) => at(x, y, s, box(-92, -74, 184, 148, 12, C.wood), box(-80, -62, 160, 124, 6, c), inner);
const table = (x, y, w, c = C.wood) => box(x - w / 2 + 20, y + 18, w - 40, 300, 16, c) + box(x - w / 2 + 20, y + 18, w - 40, 16, 0, C.woodDark, 'opacity=".3"') + box(x - w / 2, y, w, 30, 15, mix(c, C.white, 0.18));
const cup = (x, y, s, t, c = C.coral) => at(x, y, s, path('M-34 -62 L34 -62 L28 0 Q26 4 20 4 L-20 4 Q-26 4 -28 0Z', C.sand), line('M34 -50 q24 2 14 24 q-4 10 -18 10', C.sand, 9), box(-30, -44, 60, 10, 3, c), [-12, 10].map((x, i) => line(`M${x} -76 q${f(8 * Math.sin(t * 2 + i))} -14 0 -28 q${f(-8 * Math.sin(t * 2 + i))} -12 0 -22`, C.white, 5, 'opacity=".35"')).join(''));
const chairBack = (x, y, c) => box(x - 70, y, 140, 150, 26, c) + box(x - 54, y + 16, 108, 80, 18, mix(c, C.white, 0.16));
const laptop = (x, y, s, glow = C.mist) => at(x, y, s, path('M-88 0 L-76 -110 Q-74 -120 -64 -120 L64 -120 Q74 -120 76 -110 L88 0Z', C.ink), box(-110, -4, 220, 14, 7, '#3a4a4f'), circle(0, -62, 12, glow, 'opacity=".8"'));
/** A street in the sun; `pan` moves it, the nearer the faster. */
function street(t, pan = 0, sky = '#fdf1da', ball = C.sun) {
  return STAGE(sky) + circle(960 - pan * 0.1, 210, 230, mix(ball, sky, 0.7), 'opacity=".55"') + circle(960 - pan * 0.1, 210, 92, ball) + cloud(240 - pan * 0.2 + t * 7, 120, 1) + cloud(1080 - pan * 0.2 + t * 5, 90, 0.8) +
    at(-pan * 0.25, 0, 1, path('M-140 560 L-140 420 C120 300 220 340 330 390 C460 270 560 300 690 400 C820 290 960 330 1080 400 C1190 340 1290 330 1560 410 L1560 560Z', '#b9d8cd'), path('M-140 560 L-140 470 C140 400 300 430 460 470 C640 400 840 420 1000 470 C1160 420 1300 430 1560 460 L1560 560Z', '#9cc7ba')) +
    at(-pan * 0.5, 0, 1, home(-130, 560, 150, 220, '#dfe9dd', C.coral, 3), home(40, 560, 150, 250, '#f3d9c4', C.coral, 3), home(206, 560, 120, 320, '#e9e2d0', C.teal, 4, 'flat'), home(342, 560, 170, 220, '#f8e6bf', C.coralDark, 3), tower(1036, 556), home(540, 560, 150, 270, '#dfe9dd', C.teal, 4, 'flat'), home(716, 560, 128, 200, '#f3d9c4', C.coral, 2), home(862, 560, 150, 180, '#f8e6bf', C.teal, 2), home(1060, 560, 130, 330, '#efe3cd', C.coral, 4, 'flat'), home(1206, 560, 170, 230, '#f8e6bf', C.coralDark, 3), home(1392, 560, 140, 290, '#e9e2d0', C.teal, 4, 'flat')) +
    box(-100, 552, 1480, 270, 0, '#d9c9ab') + box(-100, 586, 1480, 234, 0, C.sandDark) + box(-100, 582, 1480, 10, 0, '#fbf5e9') +
    at(-pan * 0.62, 0, 1, tree(130, 580, 1, C.tealMid, wave(t, 0.2) * 1.5), tree(1330, 580, 0.95, C.tealMid, wave(t, 0.2, 2) * 1.5)) + at(-pan * 0.9, 0, 1, [60, 420, 780, 1140, 1500].map(x => line(`M${x} 664 l90 0`, '#dcc8a6', 6)).join(''));
}
