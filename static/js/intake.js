// Shows the text that the person must agree to: it depends on the run, the language, and whether a guardian agrees.
// Without this script the server shows the right one when the form is sent, and asks for the tick again.
(() => {
  const form = document.querySelector("[data-intake]");
  const data = document.getElementById("intake-agreements");
  if (!form || !data) return;
  const { runs, texts, childrenSince } = JSON.parse(data.textContent);
  const quote = form.querySelector("[data-agreement]");
  const guardian = form.querySelector("[data-guardian]");
  const filled = () =>
    form.elements.is_child.checked ||
    ["guardian_name", "guardian_phone", "guardian_email"].some((name) => form.elements[name].value.trim());
  const young = () => Number(form.elements.birth_year.value.trim()) >= childrenSince;

  const show = () => {
    const run = runs[form.elements.run.value];
    if (!run) return;
    const isChild = run[1] || filled() || young();
    if (isChild) guardian.open = true;
    const key = `${run[0]}:${form.elements.language.value}:${isChild ? "guardian" : "learner"}`;
    if (key === form.elements.read_out.value || !texts[key]) return;
    const [language, direction, text] = texts[key];
    form.elements.read_out.value = key;
    form.elements.consent.checked = false;
    quote.lang = language;
    quote.dir = direction;
    quote.innerHTML = text;
  };
  form.addEventListener("change", show);
  show();
})();
