// Asks reCAPTCHA for a token when a form is sent. Loaded only where keys are set; whatever goes wrong
// here, the form is sent without a token, and staff see that it was not checked.

const PATIENCE = 4000;

for (const field of document.querySelectorAll("[data-captcha]")) {
  const form = field.form;
  let script;
  let isAsking = false;
  let isAnswered = false;

  // Google's script comes when somebody begins to write, not for everybody who looks.
  const load = () => {
    script ??= new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = `${field.dataset.captcha}?render=${encodeURIComponent(field.dataset.key)}`;
      element.onload = resolve;
      element.onerror = reject;
      document.head.append(element);
    });
    return script;
  };
  form.addEventListener("focusin", () => load().catch(() => {}), { once: true });

  const ask = async () => {
    await load();
    await new Promise((resolve) => grecaptcha.ready(resolve));
    return grecaptcha.execute(field.dataset.key, { action: field.dataset.action });
  };
  const giveUp = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, ""));

  // Before every other listener: they must see the submission once, with the token.
  form.addEventListener(
    "submit",
    async (event) => {
      if (isAnswered) {
        isAnswered = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isAsking) return;
      isAsking = true;
      form.setAttribute("aria-busy", "true");
      field.value = await Promise.race([ask(), giveUp()]).catch(() => "");
      form.removeAttribute("aria-busy");
      isAsking = false;
      isAnswered = true;
      // Once this event is over: until then the browser takes no second submission.
      setTimeout(() => form.requestSubmit(event.submitter));
    },
    true,
  );
}
