/* The keyboard in the queue. Without it everything is a link or a button: this only adds. */
(() => {
  "use strict";

  const rows = () => [...document.querySelectorAll("[data-queue-row]")];
  const link = (row) => row.querySelector("[data-queue-link]");
  const present = () => document.activeElement?.closest?.("[data-queue-row]") ?? null;
  const dialog = () => document.querySelector("#keyboard-shortcuts-dialog");
  const isOpen = (element) => element?.getAttribute("aria-hidden") === "false";
  const isTyping = (element) =>
    element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable], [role=dialog], [role=textbox]") !== null;

  function step(by) {
    const all = rows();
    if (!all.length) return false;
    const at = all.indexOf(present());
    const next = at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1);
    const target = link(all[next]);
    target.focus();
    target.scrollIntoView({ block: "nearest" });
    return true;
  }

  function open(anchor) {
    const row = present();
    if (!row) return false;
    window.location.assign(link(row).href.split("#")[0] + anchor);
    return true;
  }

  function claim() {
    const address = present()?.dataset.queueClaim;
    const form = document.querySelector("#queue-claim");
    if (!address || !form) return false;
    form.action = address;
    form.submit();
    return true;
  }

  function select() {
    const box = present()?.querySelector("input[type=checkbox]");
    box?.click();
    return Boolean(box);
  }

  function search() {
    const field = document.querySelector("[data-search-form] [name=q]");
    field?.focus();
    field?.select();
    return Boolean(field);
  }

  const areOff = () => document.querySelector("[data-queue-keys-off]") !== null;
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    ArrowDown: () => present() !== null && step(1),
    ArrowUp: () => present() !== null && step(-1),
    c: claim,
    o: () => open("#offer"),
    n: () => open("#note"),
    x: select,
    "/": search,
  };

  /* Wagtail's dialog of shortcuts, which "?" opens, gets ours on top. */
  function addKeys() {
    const ours = document.querySelector("[data-queue-keys] tbody");
    const table = dialog()?.querySelector("table");
    if (!ours || !table) return;
    table.prepend(ours);
    document.querySelector("[data-queue-keys]").remove();
  }

  function showButtons() {
    document.querySelectorAll(".queue-bar__keys").forEach((button) => button.removeAttribute("hidden"));
  }

  /* Dialogs are bound when the page is read: a button that came with new results opens it through the menu's. */
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.(".queue-bar__keys")) return;
    addKeys();
    if (!isOpen(dialog())) dialog()?.dispatchEvent(new CustomEvent("w-dialog:show"));
  });

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (areOff() || isTyping(event.target) || isOpen(dialog())) return;
      if (event.key === "?") addKeys();
      const act = keys[event.key];
      if (act?.()) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
    },
    true,
  );
  /* On a phone the tabs are wider than the screen. */
  function showTab() {
    const tab = document.querySelector(".queue-tabs__tab[aria-current]");
    tab?.scrollIntoView({ block: "nearest", inline: "center" });
  }

  document.addEventListener("w-swap:success", () => {
    showButtons();
    showTab();
  });
  window.addEventListener("load", addKeys);
  showButtons();
  showTab();
})();
