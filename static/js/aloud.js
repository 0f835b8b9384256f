// Reads the page aloud, paragraph by paragraph, where the device has a voice for its language.
{
  const box = document.querySelector(".aloud");
  const speech = window.speechSynthesis;
  const language = box.closest("[lang]").lang;
  const [play, stop] = box.querySelectorAll("button");
  const label = play.querySelector("span");
  const first = label.textContent;
  const words = "h1, h2, h3, p, li, dt, dd, th, td, summary";
  const passed = "nav, aside, form, button, .hidden, .aloud, [aria-hidden=true]";
  let voice, parts, at = 0, turn = 0;

  const find = () => {
    voice = speech.getVoices().find((one) => one.lang.split(/[-_]/)[0] === language);
    box.hidden = !voice;
  };

  // Collected late: what was opened meanwhile is read too.
  const collect = () =>
    [...document.querySelectorAll(`main :is(${words})`)].filter(
      (part) => !part.closest(passed) && !part.querySelector(words) && part.offsetParent && part.innerText.trim(),
    );

  // Devices pause badly and stop within long texts: each paragraph is spoken by itself, and a pause is a
  // stop that remembers its paragraph. What an interrupted one still reports is out of turn.
  const next = () => {
    const mine = ++turn;
    if (at >= parts.length) return halt(0);
    const said = new SpeechSynthesisUtterance(parts[at].innerText);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = () => {
      if (mine !== turn) return;
      at++;
      next();
    };
    said.onerror = () => mine === turn && halt(at);
    speech.speak(said);
    label.textContent = play.dataset.pause;
    stop.hidden = false;
  };

  const halt = (from) => {
    turn++;
    at = from;
    speech.cancel();
    label.textContent = at ? play.dataset.on : first;
    stop.hidden = !at;
  };

  if (speech) {
    play.onclick = () => {
      if (label.textContent === play.dataset.pause) return halt(at);
      if (!at) parts = collect();
      next();
    };
    stop.onclick = () => {
      halt(0);
      play.focus();
    };
    addEventListener("keydown", (event) => event.key === "Escape" && !stop.hidden && halt(0));
    addEventListener("pagehide", () => halt(0));
    speech.addEventListener?.("voiceschanged", find);
    find();
  }
}
