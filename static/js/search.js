// Suggests titles while somebody types. Without this file the form is a plain form.
const field = document.querySelector("[data-suggest]");
const list = document.getElementById("found-titles");
const PAUSE = 160;
let chosen = -1;
let timer;
let asking;

function close() {
  list.hidden = true;
  chosen = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function choose(step) {
  const options = [...list.children];
  // One place more than there are options: the field itself.
  chosen = ((chosen + 1 + step + options.length + 1) % (options.length + 1)) - 1;
  options.forEach((option, n) => option.setAttribute("aria-selected", n === chosen));
  if (chosen < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", options[chosen].id);
  options[chosen]?.scrollIntoView({ block: "nearest" });
}

function show(suggestions) {
  list.replaceChildren(
    ...suggestions.map(({ title, url, kind, lang }, n) => {
      const option = document.createElement("li");
      const name = document.createElement("bdi");
      const label = document.createElement("small");
      Object.assign(option, { id: `found-title-${n}`, role: "option" });
      option.setAttribute("aria-selected", "false");
      option.dataset.url = url;
      name.textContent = title;
      name.lang = lang;
      label.textContent = kind;
      option.append(name, " ", label);
      return option;
    }),
  );
  chosen = -1;
  list.hidden = !suggestions.length;
  field.setAttribute("aria-expanded", String(!list.hidden));
}

async function ask() {
  asking?.abort();
  const query = field.value.trim();
  if (query.length < 2) return close();
  asking = new AbortController();
  try {
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(query)}`, { signal: asking.signal });
    if (answer.ok && document.activeElement === field) show((await answer.json()).suggestions);
  } catch {
    close(); // no network, or somebody typed on
  }
}

if (field && list) {
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden || event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.assign(list.children[chosen].dataset.url);
    }
  });
  field.addEventListener("blur", () => setTimeout(close, PAUSE));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[data-url]");
    if (option) location.assign(option.dataset.url);
  });
}
