// Everything works without this file; it only adds comfort.


// A second press of a button sends nothing twice. The server refuses it too.
document.addEventListener("submit", (event) => {
  const sent = event.target;
  if (sent.hasAttribute("data-once")) {
    if (sent.dataset.sent) {
      event.preventDefault();
      return;
    }
    sent.dataset.sent = "yes";
    // Later, so that the pressed button's own value is still sent.
    setTimeout(() => {
      const button = event.submitter ?? sent.querySelector("[type=submit]");
      if (button) {
        button.setAttribute("aria-disabled", "true");
        if (button.dataset.busy) button.textContent = button.dataset.busy;
      }
    });
  }
  if (sent.hasAttribute("data-tidy")) {
    // A shared address names only what was chosen.
    for (const field of sent.elements) if (field.name && !field.value) field.disabled = true;
  }
});

// Back from the next page: the form is usable again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const sent of document.querySelectorAll("form")) {
    delete sent.dataset.sent;
    for (const field of sent.elements) {
      field.disabled = false;
      field.removeAttribute("aria-disabled");
    }
  }
});

// What went wrong, or well, is read first.
document.querySelector("[data-focus]")?.focus();

// An error's link opens the closed group that its field is in, and goes to the field itself.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-focus] a[href^='#']");
  const target = link && document.getElementById(link.hash.slice(1));
  if (!target) return;
  event.preventDefault();
  const group = target.closest("details");
  if (group) group.open = true;
  const field = target.matches("fieldset") ? target.querySelector("input") : target;
  field.focus();
  field.closest(".field")?.scrollIntoView({ block: "nearest" });
});

// The list of languages closes when somebody looks elsewhere.
const languages = document.querySelector(".langs");
document.addEventListener("click", (event) => {
  if (languages?.open && !languages.contains(event.target)) languages.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && languages?.open) {
    languages.open = false;
    languages.querySelector("summary").focus();
  }
});

// What passes a page on by a script appears with it.
for (const button of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) continue;
  button.parentElement.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    const label = button.querySelector("span");
    label.setAttribute("role", "status");
    label.textContent = button.dataset.done;
  });
}
for (const button of document.querySelectorAll("[data-share]")) {
  if (!navigator.share) continue;
  button.parentElement.hidden = false;
  button.addEventListener("click", () => {
    // Whoever closes the sheet without choosing did nothing wrong.
    navigator.share({ title: document.title, url: button.dataset.share }).catch(() => {});
  });
}

// On paper nothing can be opened any more.
addEventListener("beforeprint", () => {
  for (const closed of document.querySelectorAll("main details:not([open])")) {
    closed.open = true;
    addEventListener("afterprint", () => (closed.open = false), { once: true });
  }
});
