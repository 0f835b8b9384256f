// Whoever asked their browser to save data gets the small film, unless they chose another one here.
const small = document.querySelector("[data-save-data]");
if (small && navigator.connection?.saveData && !new URLSearchParams(location.search).has("data")) {
  location.replace(small.href);
}
