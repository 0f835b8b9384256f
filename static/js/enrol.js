// Enrolling on a bad connection. Without this file a form is sent as any other. With it, what is written stays on
// the device until it has arrived, and a sending that fails is tried again with the same submission_id, so that it
// counts once. That something has arrived is said by the receipt page alone.

const KEEP_MS = 7 * 24 * 60 * 60 * 1000;
const PATIENCE_MS = 20000;
const PAUSES_S = [2, 5, 15, 30, 60];
// A form that is sent faster than FORM_MINIMUM_SECONDS looks like a program's; a restored one is filled in at once.
const YOUNGEST_MS = 3500;
const PREFIX = "draft:";

// Where the browser keeps nothing (blocked, full), write() says so and the page promises nothing.
const attempt = (act, otherwise) => {
  try {
    return act();
  } catch {
    return otherwise;
  }
};
const store = {
  read: (key) => attempt(() => JSON.parse(localStorage.getItem(key)), null),
  write: (key, draft) => attempt(() => localStorage.setItem(key, JSON.stringify(draft)) === undefined, false),
  remove: (key) => attempt(() => localStorage.removeItem(key)),
  removeOld() {
    for (const key of attempt(() => Object.keys(localStorage), [])) {
      if (key.startsWith(PREFIX) && !(store.read(key)?.at > Date.now() - KEEP_MS)) store.remove(key);
    }
  },
};

// What may be kept: answers. Never the agreement, which is given anew each time, and nothing that is hidden.
const fieldsOf = (form) =>
  [...form.querySelectorAll("input:not([type=hidden], [type=submit]), select, textarea")].filter(
    (field) => field.name && field.name !== "consent" && !field.closest(".trap"),
  );
const isTicked = (field) => field.type === "checkbox" || field.type === "radio";
const answersOf = (form) =>
  fieldsOf(form)
    .filter((field) => (isTicked(field) ? field.checked : field.value))
    .map((field) => [field.name, field.value]);

// Hidden answers (which form it is, a self-check's result): with them a sending is the same as the one before. A
// time of opening, a CAPTCHA's token and the trap belong to one page.
const hiddenOf = (form) =>
  [...form.querySelectorAll("input[type=hidden]:not([name=opened], [data-captcha])")].map((f) => [f.name, f.value]);

function fill(form, answers) {
  for (const field of fieldsOf(form)) {
    const values = answers.filter(([name]) => name === field.name).map(([, value]) => value);
    if (isTicked(field)) {
      field.checked = values.includes(field.value);
    } else if (values.length && (field.localName !== "select" || [...field.options].some((o) => o.value === values[0]))) {
      field.value = values[0];
    }
    if (values.length && field.closest("details")) field.closest("details").open = true;
  }
}

function empty(form) {
  form.reset();
  if (!form.hasAttribute("data-bound")) return;
  // To reset a form that came back from the server is to show again what was sent.
  for (const field of form.querySelectorAll("input:not([type=hidden], [type=submit]), select, textarea")) {
    if (isTicked(field)) field.checked = false;
    else field.value = "";
  }
}

// Returns {receipt} when it arrived, {page} when the server has something to say first, {} when nobody knows: no
// answer, none in time, a gateway's, or somebody else's (a hotel's page to sign in to its network).
async function post(form, submitter, flight) {
  const body = new URLSearchParams();
  // Line breaks as the browser itself would send them: they are part of what makes two submissions the same.
  for (const [name, value] of new FormData(form)) body.append(name, value.replace(/\r?\n/g, "\r\n"));
  if (submitter?.name) body.append(submitter.name, submitter.value);
  const timer = setTimeout(() => flight.abort(), PATIENCE_MS);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
      signal: flight.signal,
    });
    const type = answer.headers.get("Content-Type") ?? "";
    if (answer.ok && type.startsWith("application/json")) return { receipt: (await answer.json()).received };
    if (answer.status < 500 && type.startsWith("text/html")) {
      // Without its styles, which this page's own policy doesn't know; data-styles has brought them along.
      const html = (await answer.text()).replace(/<style[^]*?<\/style>/g, "");
      const page = new DOMParser().parseFromString(html, "text/html");
      if (page.querySelector("main#content")) return { page };
    }
  } catch {
    // The connection.
  } finally {
    clearTimeout(timer);
  }
  return {};
}

function enhance(form) {
  // The form's address without its language: who changes the language goes on with what they wrote.
  const address = new URL(form.action);
  address.searchParams.delete("level_check");
  const key = PREFIX + address.pathname.replace(/^\/[^/]+/, "") + address.search;
  const isBound = form.hasAttribute("data-bound");
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const show = (name, isShown = true) => part(name).toggleAttribute("hidden", !isShown);
  if (["kept", "deleted", "sending", "privacy"].some((name) => !part(name))) return;
  const groups = form.querySelectorAll(".group");
  const hidden = hiddenOf(form);
  const hide = (values) => {
    for (const [name, value] of values) if (form.elements[name]) form.elements[name].value = value;
  };
  const blank = isBound ? "[]" : JSON.stringify(answersOf(form));
  const life = new AbortController();
  const on = (target, event, act) => target.addEventListener(event, act, { signal: life.signal });

  // at, answers; and once it was sent without an answer: state ("lost" or "doubt") and the hidden answers.
  let draft = store.read(key) ?? {};
  let isKept = Boolean(draft.at);
  let isRestored = false;
  let isSending = false;
  let pressed = null;
  let tries = 0;
  let timer;
  let due = 0;
  // Which sending an answer belongs to: one that was stopped is not waited for.
  let turn = 0;
  let flight = null;

  const keep = (changes) => {
    draft = { ...draft, ...changes, at: Date.now(), answers: answersOf(form) };
    isKept = store.write(key, draft);
    show("privacy", isKept);
  };
  const forget = () => {
    store.remove(key);
    draft = {};
    isKept = false;
    show("kept", false);
    show("privacy", false);
  };
  const say = (state) => {
    show("lost", state === "lost");
    show("doubt", state === "doubt");
    show("safe", isKept && part("kept").hidden);
    show("sending");
  };
  const rest = () => {
    clearTimeout(timer);
    turn += 1;
    flight?.abort();
    due = 0;
    tries = 0;
    isSending = false;
    window.onbeforeunload = null;
    for (const group of groups) group.inert = false;
    show("next", false);
    form.querySelector("[data-do=stop]").hidden = true;
    release();
  };

  // The pressed button says that it is busy, as it would without this script.
  let release = () => {};
  const hold = (button) => {
    const label = button.innerHTML;
    button.setAttribute("aria-disabled", "true");
    if (button.dataset.busy) button.textContent = button.dataset.busy;
    release = () => {
      button.removeAttribute("aria-disabled");
      button.innerHTML = label;
      release = () => {};
    };
  };

  const count = () => {
    const left = Math.ceil((due - Date.now()) / 1000);
    if (left <= 0) return retry();
    const clock = `\u2066${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}\u2069`;
    part("next").textContent = part("next").dataset.text.replace("{clock}", clock);
    show("next");
    timer = setTimeout(count, 1000);
  };
  // As a submission like any other, so that the CAPTCHA is asked for a fresh token each time.
  const retry = () => {
    clearTimeout(timer);
    due = 0;
    form.requestSubmit(pressed?.isConnected ? pressed : undefined);
  };
  const again = () => {
    release();
    due = Date.now() + PAUSES_S[Math.min(tries, PAUSES_S.length - 1)] * 1000;
    say(draft.state);
    show("agree", false);
    // Only who would lose something is asked whether to leave.
    if (!isKept) window.onbeforeunload = (event) => event.preventDefault();
    form.querySelector("[data-do=stop]").hidden = false;
    count();
    tries += 1;
    if (tries > 1) return;
    part("sending").focus();
    part("sending").scrollIntoView({ block: "center" });
  };
  const replace = (page) => {
    life.abort();
    const main = document.adoptNode(page.querySelector("main#content"));
    document.querySelector("main#content").replaceWith(main);
    document.title = page.title;
    const next = main.querySelector("form[data-draft]");
    if (next) enhance(next);
    else if (!draft.state) forget();
    scrollTo(0, 0);
    (main.querySelector("[data-focus]") ?? main).focus();
  };

  on(form, "submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (isSending) return;
    isSending = true;
    clearTimeout(timer);
    due = 0;
    pressed = event.submitter;
    const mine = turn;
    for (const group of groups) group.inert = true;
    part("next").textContent = part("next").dataset.busy;
    hold(pressed ?? form.querySelector("[type=submit]"));
    if (isRestored) await new Promise((resolve) => setTimeout(resolve, YOUNGEST_MS - performance.now()));
    if (mine !== turn) return;

    // Noted before it leaves: whoever closes the page meanwhile doesn't know either. What was sent with the network
    // off and failed has not arrived; of anything else nobody can say.
    const before = draft.state;
    const isOffline = !navigator.onLine;
    keep({ state: isOffline && before !== "doubt" ? "lost" : "doubt", hidden: hiddenOf(form) });
    flight = new AbortController();
    const { receipt, page } = await post(form, pressed, flight);
    if (receipt) {
      window.onbeforeunload = null;
      forget();
      location.assign(receipt);
    } else if (mine === turn && page) {
      rest();
      keep({ state: before });
      replace(page);
    } else if (mine === turn) {
      isSending = false;
      again();
    }
  });

  on(form, "click", (event) => {
    const asked = event.target.closest("[data-do]")?.dataset.do;
    const agreement = form.elements.consent;
    if (asked === "delete") {
      rest();
      forget();
      empty(form);
      hide(hidden);
      isRestored = false;
      show("sending", false);
      show("deleted");
      part("deleted").focus();
    } else if (asked === "send" && !isSending) {
      if (agreement?.checked === false) agreement.focus();
      else retry();
    } else if (asked === "stop") {
      rest();
      part("sending").focus();
    }
  });
  on(form, "input", () => {
    show("deleted", false);
    if (JSON.stringify(answersOf(form)) === blank && !draft.state) forget();
    else keep();
  });

  on(window, "online", () => due && retry());
  // Back from the receipt: the next person's enrolment begins.
  on(window, "pageshow", (event) => {
    if (!event.persisted) return;
    rest();
    show("sending", false);
  });

  show("privacy", isKept);
  if (isBound || !draft.answers) return;
  isRestored = true;
  // A fresh self-check knows the level better than a draft; a sending that goes on has the same answers as before.
  const isFresh = !draft.state && form.elements.level_check?.value;
  fill(form, draft.answers.filter(([name]) => !isFresh || name !== "level"));
  show("kept");
  if (!draft.state) return;
  hide(draft.hidden);
  form.prepend(part("sending"));
  say(draft.state);
  show("agree");
}

store.removeOld();
for (const form of document.querySelectorAll("form[data-draft]")) enhance(form);
