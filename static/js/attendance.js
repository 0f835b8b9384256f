// Keeps every tap on this device and sends it in the background; without this script the form is sent as a whole.
// What is kept are numbers of enrolments and marks, never names.
(() => {
  const WEEK = 7 * 86400000;
  const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name]);
  const read = (slot) => {
    try {
      return JSON.parse(localStorage.getItem(slot)) || {};
    } catch {
      return {};
    }
  };

  // The list of sessions says where something is still to be sent.
  const list = document.querySelector("[data-attendance-list]");
  if (list)
    for (const sign of list.querySelectorAll("[data-attendance-unsent]")) {
      const count = Object.keys(read(`attendance:${list.dataset.attendanceList}:${sign.dataset.attendanceUnsent}`)).length;
      sign.hidden = !count;
      sign.textContent = fill(sign.dataset.text, { count });
    }

  const form = document.querySelector("[data-attendance]");
  if (!form) return;
  const text = form.dataset;
  const slot = `attendance:${text.user}:${text.attendance}`;
  const bar = form.querySelector("[data-attendance-status]");
  const rows = new Map([...form.querySelectorAll("[data-learner]")].map((row) => [row.dataset.learner, row]));
  let pending = read(slot);
  let keeps = true;
  let timer = 0;
  let sending = false;
  let tries = 0;
  let trouble = "";
  let savedAt = "";

  const keep = () => {
    try {
      if (Object.keys(pending).length) localStorage.setItem(slot, JSON.stringify(pending));
      else localStorage.removeItem(slot);
      keeps = true;
    } catch {
      keeps = false;
    }
  };
  const reread = () => {
    if (keeps) pending = read(slot);
  };
  const unsent = () => Object.entries(pending).filter(([, tap]) => !tap.conflict);
  const radio = (pk, mark) => rows.get(pk)?.querySelector(`[type=radio][value="${mark}"]`);
  const nameOf = (pk, mark) => radio(pk, mark)?.closest("label").textContent.trim() ?? mark;
  const uuid = () =>
    crypto.randomUUID ? crypto.randomUUID() : [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button-small button-secondary";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };

  const settle = (pk) => {
    const note = rows.get(pk).querySelector("[data-attendance-note]");
    const conflict = pending[pk]?.conflict;
    rows.get(pk).classList.toggle("attend-row--decide", Boolean(conflict));
    note.hidden = !conflict;
    note.replaceChildren();
    if (!conflict) return;
    const [mark, own] = [nameOf(pk, conflict.mark), nameOf(pk, pending[pk].mark)];
    const told = document.createElement("bdi");
    told.textContent = fill(text.textConflict, { by: conflict.by || text.textColleague, mark, own });
    note.append(
      told,
      button(fill(text.textKeep, { mark }), () => {
        radio(pk, conflict.mark).checked = true;
        reread();
        delete pending[pk];
        keep();
        show();
      }),
      button(fill(text.textTake, { mark: own }), () => tap(pk, pending[pk].mark)),
    );
  };

  const show = () => {
    const marked = [...rows.values()].filter((row) => row.querySelector("input:checked")).length;
    form.querySelector("[data-attendance-count]").textContent = fill(text.textCount, { marked, all: rows.size });
    form.querySelector(".attend-rest").hidden = marked === rows.size;
    for (const [pk, row] of rows) {
      settle(pk);
      row.classList.toggle("attend-row--unsent", Boolean(pending[pk] && !pending[pk].conflict));
    }
    const count = unsent().length;
    const undecided = Object.keys(pending).length - count;
    const says = [];
    if (count) says.push(fill(keeps ? text.textKept : text.textOpen, { count }));
    if (undecided) says.push(fill(text.textDecide, { count: undecided }));
    if (!says.length && savedAt && !trouble) says.push(fill(text.textSaved, { time: savedAt }));
    const line = says.join(" · ");
    bar.dataset.tone = count || undecided || trouble ? "open" : "done";
    bar.replaceChildren(trouble === "signed out" ? text.textSignin : trouble, trouble && line ? " " : "", line);
    if (trouble === "signed out") {
      const link = document.createElement("a");
      link.href = text.login;
      link.textContent = text.textLink;
      bar.firstChild.after(" ", link, ". ");
    }
  };

  const again = (milliseconds) => {
    clearTimeout(timer);
    timer = setTimeout(send, milliseconds);
  };

  // A tap: kept first, sent a moment later together with the next ones.
  const tap = (pk, mark, wait = 1200) => {
    reread();
    const based_on = pending[pk]?.conflict?.mark ?? rows.get(pk).dataset.mark;
    pending[pk] = { mark, at: new Date().toISOString(), key: uuid(), based_on };
    keep();
    show();
    again(wait);
  };

  const take = (sent, got) => {
    reread();
    for (const [pk, mark] of Object.entries(got.marks)) if (rows.has(pk)) rows.get(pk).dataset.mark = mark;
    const conflicts = new Map(got.conflicts.map((conflict) => [String(conflict.enrolment), conflict]));
    for (const [pk, tapped] of sent) {
      if (pending[pk]?.key !== tapped.key) continue;
      if (conflicts.has(pk)) pending[pk].conflict = conflicts.get(pk);
      else delete pending[pk];
    }
    savedAt = got.saved_at;
    trouble = "";
    tries = 0;
    keep();
    for (const [pk, why] of Object.entries(got.refused)) {
      for (const choice of rows.get(pk)?.querySelectorAll("input[type=radio]") ?? []) choice.disabled = true;
      trouble = why;
    }
  };

  const send = async () => {
    const sent = unsent();
    if (sending || !sent.length) return;
    clearTimeout(timer);
    sending = true;
    let wait = 0;
    try {
      const answer = await fetch(text.url, {
        method: "POST",
        redirect: "manual",
        keepalive: true,
        signal: AbortSignal.timeout(20000),
        headers: {
          "Content-Type": "application/json",
          // The cookie's, because signing in again changes it; the page's where the cookie can't be read.
          "X-CSRFToken": /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? form.elements.csrfmiddlewaretoken.value,
        },
        body: JSON.stringify({
          user: Number(text.user),
          marks: sent.map(([pk, { mark, at, key, based_on }]) => ({ enrolment: Number(pk), mark, at, key, based_on })),
        }),
      });
      const isOurs = answer.headers.get("Content-Type")?.startsWith("application/json");
      if (answer.ok && isOurs) take(sent, await answer.json());
      else if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) trouble = "signed out";
      else if (answer.status >= 400 && answer.status < 500 && isOurs) {
        const why = await answer.json();
        if (why.code === "busy") wait = 2000;
        else trouble = why.message;
      } else throw new Error(String(answer.status));
    } catch {
      tries += 1;
      wait = Math.min(2000 * 2 ** tries, 60000);
    }
    sending = false;
    show();
    if (wait) again(wait);
    else if (!trouble && unsent().length) again(300);
  };

  form.addEventListener("change", (event) => {
    const row = event.target.closest("[data-learner]");
    if (row) tap(row.dataset.learner, event.target.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.submitter?.name === "everybody")
      for (const [pk, row] of rows)
        if (!row.querySelector("input:checked")) {
          radio(pk, event.submitter.value).checked = true;
          tap(pk, event.submitter.value);
        }
    trouble = "";
    if (!unsent().length && !Object.keys(pending).length) savedAt ||= new Date().toTimeString().slice(0, 5);
    show();
    send();
  });
  // Signing out on purpose forgets what this device keeps.
  document.addEventListener("submit", (event) => {
    const count = Object.keys(pending).length;
    if (!count || !event.target.action?.endsWith("/logout/")) return;
    if (confirm(fill(text.textLeave, { count }))) localStorage.removeItem(slot);
    else event.preventDefault();
  }, true);
  addEventListener("storage", (event) => {
    if (event.key !== slot) return;
    reread();
    show();
  });
  addEventListener("online", () => send());
  document.addEventListener("visibilitychange", () => send());

  // What an earlier visit couldn't send comes back.
  for (const [pk, tapped] of Object.entries(pending)) {
    if (!rows.has(pk) || Date.now() - Date.parse(tapped.at) > WEEK) delete pending[pk];
    else radio(pk, tapped.mark).checked = true;
  }
  keep();
  show();
  send();
})();
