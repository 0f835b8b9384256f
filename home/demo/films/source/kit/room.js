// Desks and what lies on them. Own work, CC0 1.0.
'use strict';
const notebook = (x, y, c) => at(x, y, 1, path('M-46 8 L-36 -14 L36 -14 L46 8Z', C.white), line('M0 -14 L0 8', c, 4), line('M-28 -6 L-10 -6 M-31 1 L-10 1 M10 -6 L28 -6', C.tealSoft, 2.5), line('M52 8 L70 -10', c, 5));
const desk = (x, y, w) => box(x - w / 2 + 14, y + 18, w - 28, 250, 0, mix(C.wood, C.white, 0.08)) + box(x - w / 2 + 14, y + 18, w - 28, 16, 0, C.woodDark, 'opacity=".35"') + box(x - w / 2, y - 8, w, 30, 12, mix(C.wood, C.white, 0.28));
