// More hair, more clothes, more people, and poses for them. Own work, CC0 1.0.
'use strict';
HAIR.bob = (c, hi) => ({
  under: () => path('M-54 -84 C-60 -152 60 -152 54 -84 C54 -60 60 -34 50 -20 L-50 -20 C-60 -34 -54 -60 -54 -84Z', c),
  over: l => path(`M-51 -62 C-62 -152 62 -152 51 -62 C49 -84 44 -98 ${24 + l * 6} -116 C4 -104 -34 -104 -44 -92 C-48 -84 -50 -74 -51 -62Z`, c) + line('M-20 -134 Q6 -142 32 -126', hi, 4, 'opacity=".6"'),
});
HAIR.braids = (c, hi) => ({
  under: () => path('M-52 -84 C-58 -148 58 -148 52 -84 L44 -60 L-44 -60Z', c) + [-1, 1].map(s => line(`M${s * 48} -70 C${s * 66} -50 ${s * 62} -20 ${s * 66} 10`, c, 22) + circle(s * 66, 12, 8, C.coral) + line(`M${s * 66} 18 l${s * 3} 16`, c, 14)).join(''),
  over: l => path(`M-51 -74 C-58 -150 58 -150 51 -74 C48 -96 34 -112 ${l * 5} -126 C-34 -112 -48 -96 -51 -74Z`, c) + line(`M${l * 5} -126 L${l * 3} -142`, hi, 3, 'opacity=".6"'),
});

const collar = (c, edge) => path('M-30 -5 L0 52 L30 -5 L22 -8 Q0 14 -22 -8Z', c) + line('M-30 -5 L0 54 L30 -5', edge, 5);
const round = c => line('M-24 -6 Q0 20 24 -6', c, 7);
const zip = c => line('M-26 -7 Q0 22 26 -7', c, 9) + line('M0 14 L0 262', c, 4);
/** A white coat over a shirt, with a stethoscope when `tube` is true. */
const coat = (shirt, tube) => path('M-24 -8 Q0 14 24 -8 L34 -2 L4 150 L-4 150 L-34 -2Z', shirt) + line('M-34 -2 L0 150 L34 -2 M0 150 L0 262', '#c9d6d2', 5) + box(26, 96, 42, 40, 6, 'none', 'stroke="#c9d6d2" stroke-width="4"') + (tube ? line('M-38 0 C-42 54 -30 76 -10 92 M38 0 C42 46 34 60 28 76', C.ink, 6) + circle(-8, 96, 10, C.ink) + circle(-8, 96, 5, C.tealSoft) + circle(27, 80, 5, C.ink) : '');
const helmet = c => path('M-57 -106 C-57 -172 57 -172 57 -106Z', c) + box(-66, -112, 132, 13, 6, mix(c, C.ink, 0.12)) + path('M-12 -155 L12 -155 L12 -112 L-12 -112Z', mix(c, C.white, 0.35));
const vest = path('M-40 0 C-58 4 -66 8 -70 14 L-70 262 L-24 262 L-24 40Z', C.sun) + path('M40 0 C58 4 66 8 70 14 L70 262 L24 262 L24 40Z', C.sun) + line('M-70 150 L-24 150 M24 150 L70 150', C.white, 12);

const ravi = o => person({ skin: '#a9714b', hair: 'short', hairColor: '#1c1718', top: '#32566f', seed: 8, ...o, chest: tee(C.sunSoft) });
const clerk = o => person({ skin: '#f1c7a3', hair: 'bob', hairColor: '#6b4630', top: C.tealMid, seed: 9, ...o, chest: collar(C.white, mix(C.tealMid, C.ink, 0.25)) });
const doctor = o => person({ skin: '#8f5d3f', hair: 'bun', hairColor: '#2b1b1d', top: '#fbfdfc', glasses: C.ink, seed: 10, ...o, chest: coat(C.tealMid, true) });
const pharmacist = o => person({ skin: '#f0c6a2', hair: 'short', hairColor: '#b98a55', top: '#fbfdfc', beard: '', seed: 11, ...o, chest: coat('#6f8f5e') + at(46, 66, 0.3, box(-34, -12, 68, 24, 6, '#3f8f6a'), box(-12, -34, 24, 68, 6, '#3f8f6a')) });
const worker = o => person({ skin: '#9b6a45', hair: 'short', hairColor: '#211a18', moustache: '#211a18', top: '#6f8f5e', seed: 12, ...o, chest: (o.vest ? vest : '') + round(mix('#6f8f5e', C.ink, 0.25)) });
const boss = o => person({ skin: '#f3cfb0', hair: 'long', hairColor: '#c79a5b', top: C.coral, seed: 13, ...o, chest: collar(C.white, C.coralDark) });
const landlady = o => person({ skin: '#eebf98', hair: 'bun', hairColor: '#b7b3ab', browColor: '#8d8a83', glasses: C.coralDark, top: '#6d5a86', seed: 14, ...o, chest: round('#a08fb5') + [-26, -13, 0, 13, 26].map((x, i) => circle(x, [2, 10, 13, 10, 2][i], 5, C.sunSoft)).join('') });
const lina = o => person({ skin: '#e3b48a', hair: 'long', hairColor: '#1d1a1f', top: C.sun, seed: 15, ...o, chest: round(mix(C.sun, C.woodDark, 0.4)) });
const girl = o => person({ skin: '#c98e63', hair: 'braids', hairColor: '#2a1c1a', top: C.tealMid, small: true, seed: 16, ...o, chest: round(C.sunSoft) });
const boy = o => person({ skin: '#f3cdae', hair: 'short', hairColor: '#a8713c', top: '#32566f', small: true, seed: 17, ...o, chest: [0, 1, 2].map(i => line(`M-90 ${86 + i * 50} L90 ${86 + i * 50}`, C.tealSoft, 12)).join('') });
const kid = o => person({ skin: '#e6bd92', hair: 'bob', hairColor: '#1d1a1f', top: C.sun, small: true, seed: 18, ...o, chest: round(C.white) });

// ---------------------------------------------------------------- poses
const hang = side => ({ x: side * 82, y: 230, pose: 'rest', bend: -side, deg: 90 - side * 2 });
/** A hand held out to the side, palm up. */
const give = (side, x = 150, y = 92, pose = 'open') => ({ x: side * x, y, pose, bend: side, deg: side > 0 ? -8 : 188, flip: side < 0 });
const blend = (a, b, k) => ({ ...b, x: lerp(a.x, b.x, k), y: lerp(a.y, b.y, k), deg: lerp(a.deg, b.deg, k), bend: lerp(a.bend, b.bend, k), pose: k > 0.5 ? b.pose : a.pose, flip: k > 0.5 ? b.flip : a.flip, reach: lerp(a.reach || 1, b.reach || 1, k) });
/** A telephone at the ear. */
const calling = (side, k = 1) => ({ arm: blend(hang(side), { x: side * 62, y: -52, pose: 'hold', bend: side, deg: side > 0 ? -112 : -68, flip: side > 0 }, k), phone: k > 0.6 ? at(side * 54, -72, 1, rot(side * 12, handset(34, 78, 9))) : '' });
const talk = (t, from, to, speed = 1.9) => bump(t, from, from + 0.15, to - 0.15, to) * (0.25 + 0.5 * Math.abs(wave(t, speed)));

// ---------------------------------------------------------------- whole figures
/** Somebody on their feet, with their soles at x, y; `step` runs on as they walk, `speed` 0 stands. */
function figure(who, x, y, s, o = {}) {
  const { step = 0, speed = 0, trousers = C.teal, hem, flip = false, shoes = C.white, ...rest } = o, stride = 56 * clamp(speed * 1.15);
  const foot = k => { const p = ((step + k) % 1 + 1) % 1; return p < 0.5 ? [stride - 4 * stride * p, 0] : [-stride + 4 * stride * (p - 0.5), Math.sin((p - 0.5) * 2 * Math.PI) * 36 * clamp(speed)]; };
  const leg = (k, color, hip, stand) => {
    const [fx, fy] = foot(k), [kx, ky, hx, hy] = joint(hip, 236, hip + fx + stand * (1 - clamp(speed)), 436 - fy, 104, 101, -1);
    return limb(hip, 236, kx, ky, hx, hy - 4, color, 47) + at(hx, hy, 1, rot(fy > 1 ? fy * 0.45 : 0, path('M-21 -10 L14 -10 C22 4 46 4 46 20 L-21 20Z', shoes, `stroke="${shoes}" stroke-width="5" stroke-linejoin="round"`), line('M-20 22 L46 22', C.ink, 6)));
  };
  const swing = Math.sin(step * 2 * Math.PI) * 58 * speed, bob = Math.abs(Math.sin(step * 2 * Math.PI)) * 5 * speed;
  const arms = { armL: { ...hang(-1), x: -84 - swing * 0.7 }, armR: { ...hang(1), x: 76 + swing } };
  const code = leg(0.5, mix(trousers, C.ink, 0.25), -22, -10) + leg(0, trousers, 20, 8) + (hem ? box(-96, 214, 192, 44, 18, hem) : '') + who({ ...arms, ...rest });
  return at(x, y - 458 * s - bob * s, s, shadow(4, 460 + bob, 130, 13), flip ? `<g transform="scale(-1 1)">${code}</g>` : code);
}
/** Somebody who sits and faces us; the seat is at about y + 250 s. */
const seated = (who, x, y, s, o = {}) => { const { trousers = '#4a4038', shoes = C.ink, ...rest } = o, dark = mix(trousers, C.ink, 0.25); return at(x, y, s, who(rest), [-1, 1].map(v => line(`M${v * 46} 262 L${v * 50} 400`, v < 0 ? dark : trousers, 50) + box(v * 50 - 30 + v * 6, 404, 60, 30, 15, shoes)).join(''), box(-88, 232, 176, 62, 30, trousers), line('M0 246 L0 290', dark, 5)); };
const headset = (c = C.ink) => line('M-50 -84 C-54 -158 54 -158 50 -84', c, 7) + box(-60, -100, 20, 40, 9, c) + box(40, -100, 20, 40, 9, c) + line('M-50 -64 Q-44 -34 -18 -36', c, 5) + circle(-16, -36, 6, c);
