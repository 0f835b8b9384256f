// Shows a film. Own work, CC0 1.0.
// play(seconds, frame): frame(t) is the picture at the moment t, as SVG code. film(seconds, scenes) makes such a frame of scenes.
'use strict';
const iris = (t, a, b, x, y, next) => { const k = clamp((t - a) / (b - a)); return k <= 0 ? '' : k >= 1 ? next() : clip(circle(x, y, 1480 * inOut(k) * inOut(k) + 40 * out(k), '#000'), next()); };
/** Lets window.seek(t) draw the moment t; opened in a browser, the film plays by itself in a loop; with #still it waits. */
function play(seconds, frame) {
  document.body.innerHTML = '<svg id="stage" viewBox="0 0 1280 720" preserveAspectRatio="xMidYMid slice" xmlns="http://www.w3.org/2000/svg"></svg>';
  document.head.insertAdjacentHTML('beforeend', '<style>html, body { margin: 0; height: 100%; background: #f6efe4; overflow: hidden; } svg { display: block; width: 100vw; height: 100vh; }</style>');
  const stage = document.getElementById('stage');
  window.DURATION = seconds;
  window.picture = t => { ids = 0; return frame(clamp(t, 0, seconds)); };
  window.seek = t => { stage.innerHTML = window.picture(t); };
  if (location.hash === '#still') { window.seek(0); return; }
  const start = performance.now(), tick = now => { window.seek(((now - start) / 1000) % seconds); requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
}

/**
 * Plays scenes one after the other. A scene is { start, draw, enter, leave }: draw(u) gets the seconds since its start; enter says how
 * it comes, over 0.8 s in which the scene before is still seen: { iris: [x, y] }, { slide: 1 } from the right or nothing, a cross-fade;
 * leave: [x, y, zoom] is what the picture moves towards as it goes.
 */
function film(seconds, scenes, paper = C.sand) {
  const TAKE = 0.8;
  play(seconds, t => {
    let code = '';
    scenes.forEach((scene, i) => {
      const next = scenes[i + 1], end = next ? next.start + TAKE : seconds + 1, { iris: hole, slide } = (i && scene.enter) || {};
      if (t < scene.start || t >= end) return;
      const come = i ? clamp((t - scene.start) / TAKE) : 1, go = next ? clamp((t - next.start) / TAKE) : 0, pushed = next && next.enter && next.enter.slide;
      let picture = scene.draw(t - scene.start);
      if (scene.leave && go > 0) { const [x, y, zoom] = scene.leave, z = f(lerp(1, zoom, inn(go)) * 1000) / 1000; picture = `<g transform="translate(${x} ${y}) scale(${z}) translate(${-x} ${-y})">${picture}</g>`; }
      if (pushed && go > 0) picture = at(-1280 * inOut(go), 0, 1, picture);
      if (slide && come < 1) picture = at(1280 * (1 - inOut(come)), 0, 1, picture);
      code += come >= 1 || slide ? picture : hole ? clip(circle(...hole, 1480 * inOut(come) * inOut(come) + 40 * out(come), '#000'), picture) : alpha(inOut(come), picture);
    });
    return code + alpha(1 - P(t, 0, 0.32), box(0, 0, 1280, 720, 0, paper));
  });
}
