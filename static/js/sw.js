// The service worker: what was read or saved is read without a network. Served as /sw.js (portal/offline/views.py),
// which fills in the version; README, "Without a network", says how to withdraw it. Without it everything works too.

// Visited pages, the oldest first; styles, scripts and pictures; with the address of a section's list its pages and
// files; what stands in for a page that isn't here, in each language that was read. The last one is empty: when it is
// there, the reader saves data.
const PAGES = "bv-pages-1";
const FILES = "bv-files-1";
const SAVED = "bv-saved-1:";
const OFFLINE = "bv-offline-{version}";
const LESS = "bv-less";

const MOST_PAGES = 60;
const MOST_FILES = 120;
const FRESH_MS = 7 * 24 * 60 * 60 * 1000;
const PATIENCE_MS = 3000;
const AT = "X-Kept-At";

// Never touched. Never kept: forms, personal pages, and answers in an address. Live: their numbers change by the hour.
const FOREIGN = /^\/(admin|demo|documents|healthz)(\/|$)/;
const UNKEPT = /^\/language\/|^\/[a-z]+\/(enrol|status|level-check|feedback|certificates|calendar|show|qr|offline)\/|\/(practice|self-test|interview)\//;
const LIVE = /^\/[a-z]+\/(courses|search|news|events)\//;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;
const PICTURE = /^\/media\/.*\.(avif|gif|jpe?g|png|svg|webp)$/;
const PARTS = /\b(?:src|href|poster)="(\/(?:static|media)\/[^"?#]+\.(?:avif|css|gif|jpe?g|js|png|svg|webp))"/g;

const find = (key) => caches.match(key, { ignoreVary: true });
const after = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const offlineOf = (path) => `/${path.split("/")[1]}/offline/`;
const stamped = (response, body) => {
  const headers = new Headers(response.headers);
  headers.set(AT, Date.now());
  return new Response(body, { headers });
};
const mayKeep = (response) =>
  response.status === 200 && !response.redirected && !/no-store|private/.test(response.headers.get("Cache-Control"));
const isPage = (response) => /^text\/html/.test(response.headers.get("Content-Type"));
// What a reader would notice.
const words = (html) => html.replace(/^[^]*<main|<\/main>[^]*$/g, "").replace(/<[^>]*>/g, "").replace(/\s+/g, " ");

const savedNames = async () => (await caches.keys()).filter((name) => name.startsWith(SAVED));
async function prune(cache, most) {
  for (const key of (await cache.keys()).slice(0, -most)) await cache.delete(key);
}

// Into the saved sections that have it, else among the visited pages. Without room the page is only shown.
async function keep(url, response, text) {
  try {
    let cache;
    for (const name of await savedNames()) {
      const saved = await caches.open(name);
      if (await saved.match(url)) await (cache = saved).put(url, stamped(response, text));
    }
    if (cache) return;
    cache = await caches.open(PAGES);
    await cache.delete(url);
    await cache.put(url, stamped(response, text));
    await prune(cache, MOST_PAGES);
  } catch {
    await caches.delete(FILES);
  }
}

async function tell(id, message) {
  (id && (await clients.get(id)))?.postMessage(message);
}

// A page from the network, kept on its way. What the server no longer has goes from here too.
async function load(request, url, old, event, shown) {
  const response = await fetch(request);
  if (response.status >= 500 && old) throw response;
  if (response.status === 200 && !response.redirected && isPage(response)) {
    const copy = response.clone();
    event.waitUntil(
      copy.text().then(async (text) => {
        const isNew = old && words(await old.text()) !== words(text);
        // What is for staff who have signed in isn't kept, and what was kept before isn't shown to them again.
        if (mayKeep(response)) await keep(url, response, text);
        else if (old) await (await caches.open(PAGES)).delete(url);
        if (isNew && shown.isOld) await tell(event.resultingClientId, { bar: "new" });
      }),
    );
  } else if (old && [404, 410].includes(response.status)) {
    for (const name of await caches.keys()) await (await caches.open(name)).delete(url);
  }
  return response;
}

async function standIn(path, search) {
  // Another language is chosen by way of an address that only the network has.
  const next = path.startsWith("/language/") && new URLSearchParams(search).get("next");
  if (next && new URL(next, origin).origin === origin) return Response.redirect(next);
  const cache = await caches.open(OFFLINE);
  const any = (await cache.keys()).filter(({ url }) => url.endsWith("/offline/")).pop();
  return (await cache.match(offlineOf(path))) ?? (any && (await cache.match(any))) ?? Response.error();
}

async function page(event) {
  const { request } = event;
  const { pathname, search } = new URL(request.url);
  const instead = () => standIn(pathname, search);
  if (request.method !== "GET") return fetch(request).catch(instead);
  if (UNKEPT.test(pathname)) return fetch(new Request(request, { cache: "no-store" })).catch(instead);
  const url = pathname + search;

  const copy = await find(url);
  const shown = { isOld: false };
  // Conditional, so that an unchanged page costs a few bytes. A first visit is the browser's own request.
  const loading = load(copy ? new Request(request, { cache: "no-cache" }) : request, url, copy?.clone(), event, shown);
  // A choice in the address (?for=eu) folds parts of a page away: the page without it is better than none.
  if (!copy) return loading.catch(async () => (search && (await find(pathname))) || instead());
  const at = Number(copy.headers.get(AT));
  const show = (bar) => {
    shown.isOld = true;
    if (bar) event.waitUntil(tell(event.resultingClientId, { bar, at }));
    return copy;
  };
  const bar = LIVE.test(pathname) ? "live" : "copy";
  event.waitUntil(loading.catch(() => shown.isOld && tell(event.resultingClientId, { bar, at })));
  // Who asks for it anew, or finds only something old, waits a little.
  if (bar === "copy" && request.cache === "default" && Date.now() - at < FRESH_MS) return show();
  return Promise.race([loading, after(PATIENCE_MS)]).then((response) => response ?? show(bar), () => show(bar));
}

async function file(request, path) {
  const copy = await find(request);
  const isPicture = PICTURE.test(path);
  if (copy && (isPicture || HASHED.test(path))) return copy;
  // The page has a button in its place.
  if (isPicture && request.destination === "image" && (await caches.has(LESS))) return Response.error();
  try {
    const response = await fetch(request);
    if (mayKeep(response)) {
      const cache = await caches.open(FILES);
      await cache.put(request, response.clone()).then(() => prune(cache, MOST_FILES), () => caches.delete(FILES));
    }
    return response;
  } catch (error) {
    // Of a picture in several sizes the one that is here.
    return copy ?? (await find(path.replace(/\.width-\d+\./, ".width-480."))) ?? Promise.reject(error);
  }
}

// --- Keeping what wasn't asked for as a page ---------------------------------------------------------

async function bring(cache, url, files, wanted) {
  const response = await fetch(url, { cache: "no-cache" });
  if (response.status === 404) return;
  if (!mayKeep(response) || !isPage(response)) throw response;
  const text = await response.text();
  await cache.put(url, stamped(response, text));
  for (const [, part] of text.matchAll(PARTS)) {
    wanted?.add(part);
    if (await files.match(part)) continue;
    const found = (await find(part)) ?? (await fetch(part));
    if (found.ok) await files.put(part, found);
  }
}

async function save(section, report) {
  const name = SAVED + section;
  const isNew = !(await caches.has(name));
  try {
    const answer = await fetch(section, { cache: "no-cache" });
    const text = await answer.clone().text();
    const { pages } = JSON.parse(text);
    const cache = await caches.open(name);
    const wanted = new Set([...pages, section]);
    const left = [...pages];
    let done = 0;
    const work = async () => {
      for (let url = left.shift(); url; url = left.shift()) {
        await bring(cache, url, cache, wanted);
        report({ section, done: (done += 1) });
      }
    };
    await Promise.all([work(), work(), work(), work()]);
    // Last, so that what has a day is whole.
    await cache.put(section, stamped(answer, text));
    for (const { url } of await cache.keys()) {
      const { pathname, search } = new URL(url);
      if (!wanted.has(pathname + search)) await cache.delete(url);
    }
    const visited = await caches.open(PAGES);
    for (const url of pages) await visited.delete(url);
    report({ section, saved: true });
  } catch (error) {
    if (isNew) await caches.delete(name);
    report({ section, failed: error.name === "QuotaExceededError" ? "no_room" : "no_network" });
  }
}

// A page has been opened: the one before there was a worker is kept, as is what stands in for pages in its language,
// and saved sections that are old are brought again, unless data is dear.
async function hello(url) {
  const { pathname, search } = new URL(url);
  const cache = await caches.open(OFFLINE);
  const address = offlineOf(pathname);
  const at = Number((await cache.match(address))?.headers.get(AT) ?? 0);
  if (Date.now() - at > FRESH_MS / 7) await bring(cache, address, cache).catch(() => {});
  const isKept = FOREIGN.test(pathname) || UNKEPT.test(pathname) || (await find(pathname + search));
  if (!isKept) {
    const pages = await caches.open(PAGES);
    await bring(pages, pathname + search, await caches.open(FILES)).catch(() => {});
    await prune(pages, MOST_PAGES);
  }
  if (await caches.has(LESS)) return;
  for (const name of await savedNames()) {
    const section = name.slice(SAVED.length);
    const saved = await (await caches.open(name)).match(section);
    if (saved && Date.now() - Number(saved.headers.get(AT)) > FRESH_MS) await save(section, () => {});
  }
}

// --- Events ------------------------------------------------------------------------------------------

addEventListener("install", (event) => {
  // In every language that somebody read here under the version before.
  const renew = async () => {
    const cache = await caches.open(OFFLINE);
    for (const name of await caches.keys()) {
      if (!name.startsWith("bv-offline-") || name === OFFLINE) continue;
      for (const { url } of await (await caches.open(name)).keys()) {
        const { pathname } = new URL(url);
        if (pathname === offlineOf(pathname)) await bring(cache, pathname, cache).catch(() => {});
      }
    }
  };
  event.waitUntil(renew());
});

addEventListener("activate", (event) => {
  const clean = async () => {
    for (const name of await caches.keys()) {
      const isOurs = [PAGES, FILES, OFFLINE, LESS].includes(name) || name.startsWith(SAVED);
      if (name.startsWith("bv-") && !isOurs) await caches.delete(name);
    }
    await clients.claim();
  };
  event.waitUntil(clean());
});

addEventListener("message", (event) => {
  const { take, url, section } = event.data;
  if (take) skipWaiting();
  if (url) event.waitUntil(hello(url));
  if (section) event.waitUntil(save(section, (message) => event.source.postMessage(message)));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin: asked, pathname } = new URL(request.url);
  if (asked !== origin || FOREIGN.test(pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (request.method !== "GET" || request.headers.has("Range")) return;
  else if (pathname.startsWith("/static/") || PICTURE.test(pathname)) event.respondWith(file(request, pathname));
  else if (pathname.includes("/offline/section/")) event.respondWith(fetch(request).catch(() => find(request)));
});
