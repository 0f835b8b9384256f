// "Save this section": what a section weighs is asked for when somebody gets to see the button, not before.
const PREFIX = "bv-saved-1:";

async function offer(box) {
  const section = box.dataset.saveSection;
  const { active } = await navigator.serviceWorker.ready;
  const answer = await fetch(section);
  if (!answer.ok) return;
  const { texts, dates } = await answer.json();
  const day = new Intl.DateTimeFormat(dates, { dateStyle: "long" });
  const part = (name) => box.querySelector(`[data-part=${name}]`);
  const say = (text) => (part("said").textContent = text);

  const show = async () => {
    const kept = await caches.match(section, { cacheName: PREFIX + section, ignoreVary: true });
    const at = Number(kept?.headers.get("X-Kept-At"));
    part("save").querySelector("span").textContent = kept ? texts.update : texts.save;
    part("save").removeAttribute("aria-disabled");
    part("remove").hidden = !kept;
    part("state").hidden = !kept;
    part("state").textContent = kept ? texts.saved.replace("{day}", day.format(at)) : "";
  };
  const save = async () => {
    if (part("save").hasAttribute("aria-disabled")) return;
    part("save").setAttribute("aria-disabled", "true");
    say(texts.begun);
    // Asked for once, so that a phone that is short of room keeps it.
    navigator.storage?.persist?.();
    active.postMessage({ section });
  };
  const remove = async () => {
    await caches.delete(PREFIX + section);
    await show();
    say(texts.removed);
    part("save").focus();
  };

  navigator.serviceWorker.addEventListener("message", async ({ data }) => {
    if (data.section !== section) return;
    if (data.done) {
      part("save").querySelector("span").textContent = texts.saving.replace("{done}", data.done);
      return;
    }
    await show();
    say(data.saved ? texts.done : texts[data.failed]);
  });
  part("save").addEventListener("click", save);
  part("remove").addEventListener("click", remove);
  await show();
  part("all").hidden = false;
}

const watcher = new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) {
    if (!isIntersecting) continue;
    watcher.unobserve(target);
    offer(target).catch(() => {});
  }
});
if (navigator.serviceWorker && self.caches) {
  for (const box of document.querySelectorAll("[data-save-section]")) watcher.observe(box);
}
