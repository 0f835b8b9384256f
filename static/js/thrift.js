// Less data: by the reader's own switch, else as the browser says. Pictures wait until they are asked for; film.js
// takes the small film. Pages are the same for everybody, so this is done on the device, without a cookie.
const KEY = "less-data";
const CACHE = "bv-less";

const kept = () => {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
};
const isAsked = navigator.connection?.saveData || matchMedia("(prefers-reduced-data: reduce)").matches;
let isOn = kept() ? kept() === "yes" : Boolean(isAsked);
const waiting = new Map();

function hold(picture) {
  if (picture.complete && picture.naturalWidth) return;
  const { src, srcset } = picture;
  const bring = () => {
    waiting.delete(picture);
    picture.hidden = false;
    if (srcset) picture.srcset = srcset;
    picture.src = src;
  };
  picture.removeAttribute("srcset");
  picture.removeAttribute("src");
  if (!picture.dataset.show) return waiting.set(picture, bring);
  picture.hidden = true;
  const text = document.createElement("p");
  text.textContent = picture.alt;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "thrift";
  button.textContent = picture.dataset.show;
  const release = () => {
    bring();
    text.remove();
    button.remove();
  };
  button.addEventListener("click", async () => {
    button.setAttribute("aria-disabled", "true");
    // The service worker refuses pictures meanwhile, but not what is fetched by name.
    await fetch(src).catch(() => {});
    release();
    picture.tabIndex = -1;
    picture.focus();
  });
  picture.before(text, button);
  waiting.set(picture, release);
}

function apply() {
  document.documentElement.toggleAttribute("data-thrift", isOn);
  // For the service worker, which can't read what the page can.
  if (self.caches) (isOn ? caches.open(CACHE) : caches.delete(CACHE)).catch(() => {});
  if (isOn) document.querySelectorAll("img[data-show]").forEach(hold);
  else for (const release of [...waiting.values()]) release();
  if (isOn) for (const film of document.querySelectorAll("video[poster]")) film.removeAttribute("poster");
}

apply();
const control = document.querySelector("[data-less]");
if (control) {
  control.hidden = false;
  const say = () => control.setAttribute("aria-pressed", isOn);
  say();
  control.addEventListener("click", () => {
    isOn = !isOn;
    try {
      localStorage.setItem(KEY, isOn ? "yes" : "no");
    } catch {
      // It holds for this page.
    }
    say();
    apply();
  });
}
