/* Ticking many rows, and how far a job is. Without it everything is a form and a link: this only adds. */
(() => {
  "use strict";

  const bar = () => document.querySelector("[data-bulk-bar]");
  const boxes = () => [...document.querySelectorAll("[data-bulk-row]")];
  const all = () => bar()?.querySelector("[data-bulk-all]");
  let last = null;

  function count() {
    const everything = all();
    return everything?.checked ? Number(everything.dataset.bulkAll) : boxes().filter((box) => box.checked).length;
  }

  function show() {
    if (!bar()) return;
    const number = count();
    const text = bar().querySelector("[data-bulk-count]");
    bar().classList.toggle("bulk-bar--empty", number === 0);
    text.hidden = false;
    text.querySelector("[data-bulk-number]").textContent = new Intl.NumberFormat(document.documentElement.lang).format(number);
    document.querySelector("[data-bulk-status]").textContent = text.textContent.trim();
    bar().querySelector("[data-bulk-none]").hidden = number === 0;
    for (const box of document.querySelectorAll("[data-bulk-page]")) {
      const ticked = boxes().filter((one) => one.checked).length;
      box.hidden = false;
      box.checked = ticked > 0 && ticked === boxes().length;
      box.indeterminate = ticked > 0 && ticked < boxes().length;
    }
  }

  function tick(chosen, isTicked) {
    for (const box of chosen) box.checked = isTicked;
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-bulk-page]")) tick(boxes(), box.checked);
    else if (box.matches("[data-bulk-all]")) tick(boxes(), box.checked);
    else if (!box.matches("[data-bulk-row]")) return;
    if (box.matches("[data-bulk-row], [data-bulk-page]") && !box.checked && all()) all().checked = false;
    show();
  });

  /* With Shift, everything from the last box that was ticked to this one. */
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-bulk-row]");
    if (event.target.closest?.("[data-bulk-none]")) {
      tick(boxes(), false);
      if (all()) all().checked = false;
      show();
      boxes()[0]?.focus();
    }
    if (!box) return;
    const found = boxes();
    const from = found.indexOf(last);
    if (event.shiftKey && from >= 0) {
      const to = found.indexOf(box);
      tick(found.slice(Math.min(from, to), Math.max(from, to) + 1), box.checked);
    }
    last = box;
  });

  /* Filters and the search replace the list: nothing is ticked in the new one. The way back keeps the ticks. */
  document.addEventListener("w-swap:success", show);
  window.addEventListener("pageshow", show);

  const progress = document.querySelector("[data-bulk-progress]");
  if (progress) follow();

  async function follow() {
    document.querySelector("[data-bulk-refresh]").hidden = true;
    try {
      const response = await fetch(progress.dataset.bulkProgress, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const job = await response.json();
      progress.querySelector("progress").value = job.ended;
      const text = progress.querySelector(".bulk-progress__text");
      if (text.textContent !== job.text) text.textContent = job.text;
      if (job.is_done) {
        window.location.reload();
        return;
      }
    } catch {
      // No connection, or signed out meanwhile: the link to look again comes back.
      document.querySelector("[data-bulk-refresh]").hidden = false;
    }
    setTimeout(follow, 1000);
  }
})();
