// Without a network: starts the service worker (sw.js) once the page is there, and shows what it has to say. The
// words of these bars stand in the page that the worker keeps for when there is no network.
const worker = navigator.serviceWorker;
const code = document.documentElement.lang;

async function show(name, at) {
  const kept = await caches.match(`/${code}/offline/`, { ignoreVary: true });
  if (!kept) return;
  // Without its styles, which this page's own policy doesn't know.
  const html = (await kept.text()).replace(/<style[^]*?<\/style>/g, "");
  const source = new DOMParser().parseFromString(html, "text/html");
  const found = source.querySelector(`template[data-bar=${name}]`);
  if (!found) return;
  const content = document.importNode(found.content, true);
  const day = content.querySelector("[data-day]");
  if (day) day.textContent = new Intl.DateTimeFormat(day.dataset.day, { dateStyle: "long" }).format(at);
  document.querySelector(".offline-bar")?.remove();
  const bar = document.createElement("div");
  bar.className = "offline-bar";
  // There before it speaks, or nobody hears it.
  bar.setAttribute("role", "status");
  document.body.append(bar);
  bar.addEventListener("click", ({ target }) => {
    const pressed = target.closest("[data-do]");
    if (pressed?.dataset.do === "reload") location.reload();
    else if (pressed) bar.remove();
  });
  setTimeout(() => bar.append(content));
}

async function start() {
  const registration = await worker.register("/sw.js");
  // A new version takes over with the next page that is opened.
  registration.waiting?.postMessage({ take: true });
  (await worker.ready).active.postMessage({ url: location.href });
}

if (worker) {
  worker.addEventListener("message", ({ data }) => data.bar && show(data.bar, data.at));
  const idle = self.requestIdleCallback ?? setTimeout;
  // Where it is refused (a private window, no room) the portal works as without it.
  const begin = () => idle(() => start().catch(() => {}));
  if (document.readyState === "complete") begin();
  else addEventListener("load", begin);
}
