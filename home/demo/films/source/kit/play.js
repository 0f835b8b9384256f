// Shows a film: play(seconds, frame) where frame(t) is the picture at the moment t as SVG code. Own work, CC0 1.0.
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
