// Asks reCAPTCHA for a token when a form is sent. Loaded only where keys are set; whatever goes wrong
// here, the form is sent without a token, and staff see that it was not checked.

const PATIENCE = 2000;

// On the document: a form that came back from the server in place of another is served too.
const fieldOf = (form) => form?.querySelector?.("[data-captcha]");
const asking = new WeakSet();
const answered = new WeakSet();
let script;
let isAsked = false;

// Google's script comes when somebody begins to write, not for everybody who looks. Where it didn't come, the
// next sending asks for it again: the connection may be better by then.
const load = (field) => {
  script ??= new Promise((resolve, reject) => {
    const element = document.createElement("script");
    element.src = `${field.dataset.captcha}?render=${encodeURIComponent(field.dataset.key)}`;
    element.onload = resolve;
    element.onerror = () => {
      script = undefined;
      reject();
    };
    document.head.append(element);
  });
  return script;
};
document.addEventListener("focusin", (event) => {
  const field = fieldOf(event.target.form);
  if (!field || isAsked) return;
  isAsked = true;
  load(field).catch(() => {});
});

const ask = async (field) => {
  await load(field);
  await new Promise((resolve) => grecaptcha.ready(resolve));
  return grecaptcha.execute(field.dataset.key, { action: field.dataset.action });
};
const giveUp = () => new Promise((resolve) => setTimeout(resolve, PATIENCE, ""));

// Before every other listener: they must see the submission once, with the token. Each sending has a token of its
// own: it lives two minutes and counts once.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    const field = fieldOf(form);
    if (!field || answered.delete(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking.has(form)) return;
    asking.add(form);
    form.setAttribute("aria-busy", "true");
    field.value = await Promise.race([ask(field), giveUp()]).catch(() => "");
    form.removeAttribute("aria-busy");
    asking.delete(form);
    answered.add(form);
    // Once this event is over: until then the browser takes no second submission.
    setTimeout(() => form.requestSubmit(event.submitter));
  },
  true,
);
