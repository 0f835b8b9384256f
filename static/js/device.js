// The page "Without internet": says what stands on this device, and why it is shown where another page was asked for.
const code = document.documentElement.lang;
const DAY = new Intl.DateTimeFormat(document.querySelector("[data-dates]").dataset.dates, { dateStyle: "long" });
const PAGES = "bv-pages-1";
const SAVED = "bv-saved-1:";
const part = (name) => document.querySelector(`[data-part=${name}]`);
const dayOf = (response) => DAY.format(Number(response.headers.get("X-Kept-At")));

function row(list, { url, title, said }, remove) {
  const item = document.importNode(list.querySelector("[data-row]").content, true).firstElementChild;
  item.querySelector("a").href = url;
  item.querySelector("a").textContent = title;
  item.querySelector("span").textContent = said;
  item.querySelector("button")?.addEventListener("click", async () => {
    await remove();
    item.remove();
    part("removed").hidden = false;
  });
  list.querySelector("ul").append(item);
  list.hidden = false;
  part("none").hidden = true;
}

async function sections() {
  for (const name of await caches.keys()) {
    const address = name.slice(SAVED.length);
    if (!name.startsWith(`${SAVED}/${code}/`)) continue;
    const list = await (await caches.open(name)).match(address, { ignoreVary: true });
    if (!list) continue;
    const { title, url, texts } = await list.clone().json();
    row(part("sections"), { url, title, said: texts.saved.replace("{day}", dayOf(list)) }, () => caches.delete(name));
  }
}

async function pages() {
  const cache = await caches.open(PAGES);
  for (const key of (await cache.keys()).reverse()) {
    const { pathname, search } = new URL(key.url);
    if (!pathname.startsWith(`/${code}/`)) continue;
    const kept = await cache.match(key, { ignoreVary: true });
    // Without its styles, which this page's own policy doesn't know.
    const html = (await kept.clone().text()).replace(/<style[^]*?<\/style>/g, "");
    const found = new DOMParser().parseFromString(html, "text/html");
    const title = found.querySelector("main h1")?.textContent.trim() || found.title;
    row(part("pages"), { url: pathname + search, title, said: dayOf(kept) });
  }
}

// In place of another page: without a network, or with one that failed.
if (location.pathname !== `/${code}/offline/`) {
  for (const line of document.querySelectorAll("[data-part=stand-in]")) line.hidden = false;
  // A network that has just come back isn't always there yet.
  const again = () => fetch(location.href, { method: "HEAD" }).then(() => location.reload(), () => setTimeout(again, 3000));
  addEventListener("online", () => setTimeout(again, 500));
  try {
    const hasDraft = Object.keys(localStorage).some((key) => key.startsWith("draft:"));
    if (hasDraft && location.pathname.includes("/enrol/")) part("draft").hidden = false;
  } catch {
    // Nothing is kept here.
  }
}
if (self.caches) sections().then(pages);
