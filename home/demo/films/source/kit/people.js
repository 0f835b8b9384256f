// People: bodies, hair, hands, and the cast. Own work, CC0 1.0.
'use strict';
const joint = (sx, sy, hx, hy, l1, l2, side) => {
  const dx = hx - sx, dy = hy - sy, d = clamp(Math.hypot(dx, dy), Math.abs(l1 - l2) + 1, l1 + l2 - 0.5);
  const a = Math.acos(clamp((l1 * l1 + d * d - l2 * l2) / (2 * l1 * d), -1, 1)), base = Math.atan2(dy, dx);
  return [sx + l1 * Math.cos(base + side * a), sy + l1 * Math.sin(base + side * a),
    sx + d * Math.cos(base), sy + d * Math.sin(base)];
};
const limb = (sx, sy, ex, ey, hx, hy, color, w) =>
  line(`M${f(sx)} ${f(sy)} L${f(lerp(sx, ex, 0.55))} ${f(lerp(sy, ey, 0.55))} Q${f(ex)} ${f(ey)} ${f(lerp(ex, hx, 0.45))} ${f(lerp(ey, hy, 0.45))} L${f(hx)} ${f(hy)}`, color, w);
const hand = (x, y, deg, pose, skin, shade, flip) => {
  const finger = (a, l, oy) => line(`M18 ${oy} l${f(l * Math.cos(a))} ${f(l * Math.sin(a))}`, skin, 9.5);
  const art = {
    rest: () => path('M-6 -14 C8 -18 30 -16 34 -5 C36 4 30 14 16 15 C6 16 -2 15 -6 14Z', skin) + line('M22 -9 L31 -6 M21 0 L32 1 M19 8 L28 9', shade, 2.2),
    hold: () => path('M-6 -14 C6 -18 26 -17 27 -4 C28 8 22 16 8 16 C2 16 -4 15 -6 14Z', skin) + line('M12 -10 L24 -9 M13 -2 L25 -1 M12 6 L22 7', shade, 2.2),
    open: () => line('M4 -8 L14 -24', skin, 10) + path('M-6 -13 C6 -16 20 -17 24 -12 L24 13 C18 17 4 15 -6 13Z', skin) + finger(-0.32, 19, -9) + finger(-0.1, 23, -3) + finger(0.1, 22, 4) + finger(0.34, 17, 10),
    point: () => path('M-6 -14 C8 -17 24 -17 26 -8 L26 10 C22 17 4 16 -6 14Z', skin) + line('M18 -9 L44 -11', skin, 10) + line('M4 -10 L16 -20', skin, 9) + line('M14 1 L26 2 M13 8 L24 9', shade, 2.2),
  }[pose];
  return `<g transform="translate(${f(x)} ${f(y)}) rotate(${f(deg)}) scale(1 ${flip ? -1 : 1})">${art()}</g>`;
};

const HAIR = {
  bun: (c, hi) => ({
    under: l => circle(-l * 9, -146, 27, c) + line(`M${-l * 9 - 14} -152 q14 -14 28 0`, hi, 3.5, 'opacity=".7"') + path('M-53 -84 C-58 -150 58 -150 53 -84 C53 -66 50 -52 44 -46 L-44 -46 C-50 -52 -53 -66 -53 -84Z', c),
    over: l => path(`M-51 -74 C-60 -152 60 -152 51 -74 C49 -92 44 -104 ${30 + l * 4} -113 C${8 + l * 6} -108 -24 -104 -38 -108 C-46 -98 -49 -88 -51 -74Z`, c) + line('M-22 -130 Q4 -140 28 -126', hi, 4, 'opacity=".7"'),
  }),
  long: (c, hi) => ({
    under: () => path('M-58 -84 C-64 -156 64 -156 58 -84 C58 -40 70 0 58 36 C30 50 -30 50 -58 36 C-70 0 -58 -40 -58 -84Z', c),
    over: l => path(`M-51 -66 C-62 -152 62 -152 51 -66 C48 -86 42 -102 ${-14 + l * 6} -118 C-22 -100 -44 -92 -51 -66Z`, c) + line('M4 -134 Q26 -132 38 -116', hi, 4, 'opacity=".7"'),
  }),
  short: (c, hi) => ({
    under: () => path('M-50 -80 C-54 -146 54 -146 50 -80 L44 -70 L-44 -70Z', c),
    over: l => path(`M-50 -78 C-58 -136 -30 -152 6 -150 C46 -150 58 -122 50 -78 C48 -90 45 -98 40 -104 C20 -100 ${-10 + l * 4} -106 -24 -116 C-34 -108 -46 -100 -50 -78Z`, c) + line('M-8 -138 Q20 -142 36 -126', hi, 4, 'opacity=".6"'),
  }),
  curly: (c, hi) => ({
    under: () => circle(0, -100, 54, c),
    over: () => [[-44, -98, 15], [-38, -118, 17], [-20, -132, 19], [2, -138, 20], [24, -131, 18], [40, -115, 17], [46, -97, 13]].map(([x, y, r]) => circle(x, y, r, c)).join('') + line('M-12 -138 q8 -8 16 0 M14 -134 q8 -6 14 2', hi, 3.5, 'opacity=".6"'),
  }),
  grey: c => ({
    under: () => path('M-52 -84 C-56 -108 -50 -112 -44 -112 L44 -112 C50 -112 56 -108 52 -84 C52 -70 48 -60 42 -58 L-42 -58 C-48 -60 -52 -70 -52 -84Z', c),
    over: () => path('M-50 -76 C-56 -104 -48 -116 -38 -120 C-42 -106 -44 -92 -45 -76Z', c) + path('M50 -76 C56 -104 48 -116 38 -120 C42 -106 44 -92 45 -76Z', c),
  }),
  scarf: (c, hi) => ({
    under: () => path('M0 -146 C-66 -146 -62 -84 -58 -52 C-56 -24 -66 -8 -74 10 L74 10 C66 -8 56 -24 58 -52 C62 -84 66 -146 0 -146Z', c),
    over: l => path(`M0 -146 C-66 -146 -62 -84 -58 -52 C-56 -26 -64 -10 -80 12 C-50 44 50 44 80 12 C64 -10 56 -26 58 -52 C62 -84 66 -146 0 -146Z M${l * 5} -122 C${40 + l * 5} -122 ${41 + l * 5} -80 ${38 + l * 5} -64 C${33 + l * 5} -42 ${16 + l * 5} -25 ${l * 5} -25 C${-16 + l * 5} -25 ${-33 + l * 5} -42 ${-38 + l * 5} -64 C${-41 + l * 5} -80 ${-40 + l * 5} -122 ${l * 5} -122Z`, c, 'fill-rule="evenodd"') +
      line('M-44 -20 C-20 6 24 8 52 -14 M-56 2 C-30 24 10 30 40 22', hi, 3.5, 'opacity=".6"') + line('M-30 -128 Q0 -144 32 -126', hi, 4, 'opacity=".5"'),
  }),
};

/** A person from the waist up; 0,0 is the base of the neck, 92 units the width of the head. */
function person(o) {
  const { t = 0, seed = 0, skin, hair, hairColor, top, look = [0, 0], tilt = 0, smile = 1, open = 0, brow = 0, small = false } = o;
  const shade = mix(skin, '#6b2a1c', 0.28), topShade = mix(top, C.ink, 0.2), lineColor = mix(skin, C.ink, 0.72);
  const hi = mix(hairColor, C.white, 0.25), h = HAIR[hair](hairColor, hi), [lx, ly] = look, e = blink(t, seed);
  const breath = wave(t, 0.28, seed) * 1.6, w = small ? 0.8 : 1;
  const torso = `M-22 -8 C-40 0 -72 2 -${90 * w} 28 C-${100 * w} 46 -${99 * w} 110 -${96 * w} 262 L${96 * w} 262 C${99 * w} 110 ${100 * w} 46 ${90 * w} 28 C72 2 40 0 22 -8 Q0 14 -22 -8Z`;
  const ear = hair === 'scarf' ? '' : circle(-46 - lx * 4, -78, 10, shade) + circle(46 - lx * 4, -78, 10, skin) + circle(-46 - lx * 4, -78, 9, skin);
  const eye = x => oval(x + lx * 9, -82 + ly * 6, 4.9, 6 * e + 0.7, C.ink) + (e > 0.6 ? circle(x + lx * 9 + 1.6, -84.4 + ly * 6, 1.6, C.white) : '');
  const my = -52 + ly * 5, mx = lx * 9;
  const mouth = open > 0.05
    ? clip(path(`M${mx - 15} ${my - 3} Q${mx} ${my + 1} ${mx + 15} ${my - 3} C${mx + 14} ${f(my + 8 + open * 14)} ${mx - 14} ${f(my + 8 + open * 14)} ${mx - 15} ${my - 3}Z`, '#000'),
      box(mx - 20, my - 8, 40, 40, 0, '#7a2b2b'), box(mx - 16, my - 8, 32, 11, 3, C.white), oval(mx, my + 8 + open * 9, 9, 6, '#d9695f'))
    : line(`M${mx - 14} ${f(my - 3 * smile)} Q${mx} ${f(my + 11 * smile)} ${mx + 14} ${f(my - 3 * smile)}`, lineColor, 4);
  const browLine = s => line(`M${f(s * 10 + lx * 9)} ${f(-99 + ly * 5 - brow * 4 + (brow < 0 ? brow * 3 : 0))} Q${f(s * 19 + lx * 9)} ${f(-104 + ly * 5 - brow * 5)} ${f(s * 28 + lx * 9)} ${f(-98 + ly * 5 - brow * 4)}`, o.browColor || mix(hairColor, C.ink, 0.2), 4.4);
  const face = path('M-46 -88 C-48 -140 48 -140 46 -88 C46 -52 27 -22 0 -22 C-27 -22 -46 -52 -46 -88Z', skin);
  const features = oval(-28 + lx * 7, -62 + ly * 4, 9, 6, C.coral, 'opacity=".26"') + oval(28 + lx * 7, -62 + ly * 4, 9, 6, C.coral, 'opacity=".26"') + eye(-19) + eye(19) + browLine(-1) + browLine(1) +
    line(`M${f(lx * 12 - 1)} ${f(-78 + ly * 6)} q${lx < -0.2 ? -6 : 6} 9 ${lx < -0.2 ? 1 : -1} 12`, shade, 3.6) + (o.beard ? path(`M-46 -84 C-46 -50 -27 -18 0 -18 C27 -18 46 -50 46 -84 C44 -66 ${30 + mx} -64 ${22 + mx} -62 Q${mx} -66 ${-22 + mx} -62 C${-30 + mx} -64 -44 -66 -46 -84Z`, o.beard) : '') + mouth +
    (o.moustache ? path(`M${mx - 24} ${my - 1} C${mx - 18} ${my - 15} ${mx - 6} ${my - 15} ${mx} ${my - 9} C${mx + 6} ${my - 15} ${mx + 18} ${my - 15} ${mx + 24} ${my - 1} C${mx + 14} ${my - 5} ${mx + 6} ${my - 3} ${mx} ${my - 5} C${mx - 6} ${my - 3} ${mx - 14} ${my - 5} ${mx - 24} ${my - 1}Z`, o.moustache) : '') +
    (o.glasses ? circle(-19 + lx * 9, -82 + ly * 6, 14.5, 'none', `stroke="${o.glasses}" stroke-width="3.4"`) + circle(19 + lx * 9, -82 + ly * 6, 14.5, 'none', `stroke="${o.glasses}" stroke-width="3.4"`) + line(`M${-5 + lx * 9} ${-83 + ly * 6} q5 -3 10 0`, o.glasses, 3.4) : '');
  const neck = path('M-20 -46 L-20 -4 Q0 20 20 -4 L20 -46Z', skin) + clip(path('M-20 -46 L-20 -4 Q0 20 20 -4 L20 -46Z', '#000'), oval(lx * 6, -40, 34, 30, shade, 'opacity=".55"'));
  const head = rot(tilt, ear, face, features, h.over(lx), o.hat || '');
  // arms
  const reach = small ? 0.8 : 1, sleeves = [], hands = [];
  [['armL', -1], ['armR', 1]].forEach(([name, s]) => {
    const arm = o[name];
    if (!arm) return;
    const sx = s * 76 * w, sy = 44, [ex, ey, hx, hy] = joint(sx, sy, arm.x, arm.y, 104 * reach * (arm.reach || 1), 96 * reach * (arm.reach || 1), arm.bend === undefined ? s : arm.bend);
    const deg = arm.deg === undefined ? Math.atan2(hy - ey, hx - ex) * 180 / Math.PI : arm.deg;
    const dx = Math.cos(Math.atan2(hy - ey, hx - ex)), dy = Math.sin(Math.atan2(hy - ey, hx - ex));
    const rest = `<g opacity=".32">${limb(sx - s * 3, sy + 4, ex - s * 3, ey + 3, hx, hy + 3, topShade, 43)}</g>`;
    const code = rest + limb(sx, sy, ex, ey, hx, hy, o.sleeve || top, 39) + line(`M${f(hx - dx * 2 - dy * 17)} ${f(hy - dy * 2 + dx * 17)} L${f(hx - dx * 2 + dy * 17)} ${f(hy - dy * 2 - dx * 17)}`, topShade, 6, 'opacity=".55"');
    const palm = hand(hx + dx * 8, hy + dy * 8, deg, arm.pose || 'rest', skin, shade, arm.flip === undefined ? s < 0 : arm.flip);
    hands.push(palm);
    sleeves.push(code);
  });
  const fold = clip(path(torso, '#000'), path(`M${62 * w} 0 C${80 * w} 90 ${76 * w} 180 ${72 * w} 270 L130 270 L130 0Z`, topShade, 'opacity=".22"'));
  return [o.behind || '', at(0, breath, 1, rot(tilt, h.under(lx))), path(torso, top), hair === 'scarf' ? '' : neck, o.chest || '', fold,
    at(0, breath, 1, head), o.lap || '', sleeves.join(''), o.held || '', hands.join(''), o.front || ''].join('');
}

// the cast
const SKIN = { hero: '#b9784f', trainer: '#f0c3a0', elder: '#e0ae86', father: '#7b4a32', child: '#8a5639', scarf: '#d9a377', friend: '#eebd8e' };
const tee = color => path('M-22 -8 Q0 14 22 -8 L34 -2 C32 90 34 180 36 262 L-36 262 C-34 180 -32 90 -34 -2Z', color) + line('M-36 0 C-33 90 -35 180 -37 260 M36 0 C33 90 35 180 37 260', C.coralDark, 4);
const straps = line('M-56 10 C-62 60 -62 110 -70 170 M56 10 C62 60 62 110 70 170', C.sun, 17) + line('M-60 96 L-56 96 M56 96 L60 96', mix(C.sun, C.woodDark, 0.5), 20);
const hero = o => person({ skin: SKIN.hero, hair: 'bun', hairColor: '#2b1b1d', top: C.coral, seed: 1, ...o, chest: tee(C.sand) + (o.straps === false ? '' : straps)});
const trainer = o => person({ skin: SKIN.trainer, hair: 'long', hairColor: '#8c4a2f', top: C.teal, glasses: C.ink, seed: 2, ...o, chest: path('M-30 -4 L0 40 L30 -4 L22 -8 Q0 14 -22 -8Z', C.sunSoft) });
const elder = o => person({ skin: SKIN.elder, hair: 'grey', hairColor: '#d5d3cd', browColor: '#b9b6ae', moustache: '#d5d3cd', top: '#6f8f5e', seed: 3, ...o, chest: path('M-28 -5 L0 60 L28 -5 L22 -8 Q0 14 -22 -8Z', C.white) + line('M-28 -4 L0 62 L28 -4', mix('#6f8f5e', C.ink, 0.25), 5) + circle(0, 90, 5, C.ink, 'opacity=".4"') + circle(0, 126, 5, C.ink, 'opacity=".4"') });
const father = o => person({ skin: SKIN.father, hair: 'curly', hairColor: '#1e1718', top: C.sun, beard: '#2a1d1c', seed: 4, ...o, chest: line('M-24 -6 Q0 20 24 -6', mix(C.sun, C.woodDark, 0.4), 7) });
const child = o => person({ skin: SKIN.child, hair: 'curly', hairColor: '#241a1a', top: C.coral, small: true, seed: 5, ...o, chest: [-1, 0, 1, 2].map(i => line(`M-90 ${70 + i * 44} L90 ${70 + i * 44}`, C.sand, 12)).join('') });
const scarfed = o => person({ skin: SKIN.scarf, hair: 'scarf', hairColor: '#c4573f', browColor: '#3a2422', top: '#32566f', seed: 6, ...o });
const friend = o => person({ skin: SKIN.friend, hair: 'short', hairColor: '#20232a', top: C.tealSoft, seed: 7, ...o, chest: line('M-24 -6 Q0 20 24 -6', C.tealMid, 7) });

const both = (t, tap) => ({ armL: { x: -34, y: 138, pose: 'hold', bend: 1, deg: -38 }, armR: { x: 36, y: 140 - tap * 5, pose: 'hold', bend: -1, deg: 216 }, held: at(2, 116, 1, handset(62, 104)) });

/** An arm that rests on the desk and is raised to wave from the moment `when`. */
const palm = (t, when, side, x, y, seed, rx = 56, ry = 140) => {
  const k = P(t, when, when + 0.5), swing = wave(t, 1.25, seed) * 13 * k;
  return { x: lerp(side * rx, side * x, k) + swing * 0.5, y: lerp(ry, y, k), pose: k > 0.35 ? 'open' : 'rest', bend: lerp(-side, side * 0.72, k), reach: lerp(0.74, 0.92, k), deg: lerp(90 + side * 76, side > 0 ? -84 : -96 + 360 * 0, k) + swing, flip: (k > 0.35) === (side > 0) };
};
const rest = (side, rx = 56, ry = 140) => ({ x: side * rx, y: ry, bend: -side, reach: 0.74, deg: 90 + side * 76, flip: side < 0 });
