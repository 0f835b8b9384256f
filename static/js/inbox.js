/* An enrolment's page: keys, who else is looking, what others did meanwhile. Everything works without it. */
(() => {
    "use strict";

    const page = document.querySelector("[data-inbox-page]");
    if (!page) return;

    const SIGN_OF_LIFE_MS = 25000;
    const field = (name) => page.querySelector(`input[name="${name}"]`);

    // --- Who else looks, and what has happened since -------------------------------------------------
    const looking = page.querySelector("[data-looking]");
    const changed = page.querySelector("[data-changed]");

    const body = (more) => {
        const data = new FormData();
        data.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
        data.set("seen", field("seen").value);
        for (const [name, value] of Object.entries(more || {})) data.set(name, value);
        return data;
    };

    const say = (element, text) => {
        // A live region speaks whenever it is written to: only what is new is written.
        if (element.textContent !== text) element.textContent = text;
    };

    const giveSign = async () => {
        if (document.hidden) return;
        try {
            const answer = await fetch(page.dataset.presence, { method: "POST", body: body(), credentials: "same-origin" });
            if (!answer.ok) return;
            const found = await answer.json();
            say(looking, found.looking);
            changed.hidden = !found.changed;
            say(changed, found.changed);
        } catch {
            // The network is away for a moment: the next sign tells.
        }
    };

    setInterval(giveSign, SIGN_OF_LIFE_MS);
    document.addEventListener("visibilitychange", giveSign);
    window.addEventListener("pagehide", () => navigator.sendBeacon(page.dataset.presence, body({ leaving: "1" })));
    window.addEventListener("pageshow", (event) => event.persisted && giveSign());

    // --- Ready answers are put into the message without a new page -----------------------------------
    const message = page.querySelector("#write textarea");
    page.addEventListener("click", (event) => {
        const link = event.target.closest("[data-ready]");
        if (!link || !message) return;
        event.preventDefault();
        const answer = link.closest("details");
        const text = answer.querySelector("[data-ready-text]");
        message.value = message.value.trim() ? `${message.value.trim()}\n\n${text.textContent}` : text.textContent;
        message.lang = text.lang;
        page.querySelector("[data-begun]").replaceChildren(
            ...Array.from(answer.querySelector("[data-ready-notes]").children, (note) => note.cloneNode(true)),
        );
        message.dispatchEvent(new Event("input", { bubbles: true }));
        message.focus();
    });

    // --- Keys -----------------------------------------------------------------------------------------
    const help = () => document.querySelector("#keyboard-shortcuts-dialog");
    const isOpen = (dialog) => dialog?.getAttribute("aria-hidden") === "false";

    // Wagtail's dialog of shortcuts, which "?" opens, gets ours on top.
    const addKeys = () => {
        const ours = page.querySelector("[data-page-keys] tbody");
        const table = help()?.querySelector("table");
        if (ours && table) table.prepend(ours);
    };

    const reveal = (element) => {
        for (let outer = element.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    };
    const goTo = (element) => {
        if (!element) return;
        reveal(element);
        element.focus();
        element.scrollIntoView({ block: "center" });
    };
    const follow = (key) => page.querySelector(`a[data-key="${key}"]`)?.click();
    const firstIn = (form) => form?.querySelector("textarea, select, input:not([type=hidden]), button[type=submit]");

    const ACTIONS = {
        j: () => follow("j"),
        k: () => follow("k"),
        c: () => page.querySelector("form#claim")?.requestSubmit(),
        o: () => goTo(firstIn(page.querySelector("form#offer"))),
        n: () => goTo(firstIn(page.querySelector("form#note"))),
        m: () => goTo(message),
    };

    const isTyping = (element) => element.isContentEditable || element.matches("input, textarea, select, [role=dialog] *");

    document.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
        if ("keysOff" in page.dataset || isOpen(help()) || isTyping(event.target)) return;
        const act = ACTIONS[event.key];
        if (!act) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        act();
    }, true);

    const button = page.querySelector("[data-keys]");
    button.hidden = false;
    button.addEventListener("click", () => help()?.dispatchEvent(new CustomEvent("w-dialog:show")));
    addKeys();
    window.addEventListener("load", addKeys);

    // The list leads here for one thing: #offer, #note.
    const target = location.hash.slice(1);
    if (/^[a-z_]+$/.test(target)) goTo(firstIn(page.querySelector(`form#${target}`)));
})();
