// The citizenship course works without this file. It reads Romanian aloud where the device has a voice for it, and
// remembers on this device, and nowhere else, what was read and answered.

const KEY = "citizenship";

function load() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return { lessons: kept.lessons ?? [], right: kept.right ?? {} };
  } catch {
    return { lessons: [], right: {} };
  }
}

function add(list, entry) {
  if (!list.includes(entry)) list.push(entry);
}

function keep(change) {
  const done = load();
  change(done);
  try {
    localStorage.setItem(KEY, JSON.stringify(done));
  } catch {
    // A private window, or no room: nothing is remembered.
  }
}

// Questions that were answered right on this page.
const right = document.querySelectorAll("[data-question][data-right]");
if (right.length) {
  keep((done) => {
    for (const { dataset } of right) add((done.right[dataset.subject] ??= []), dataset.question);
  });
}

// A lesson is read when its end has been seen.
const lesson = document.querySelector("[data-reading]");
const end = document.querySelector("[data-end]");
if (lesson && end) {
  const watch = new IntersectionObserver((seen) => {
    if (!seen.some((entry) => entry.isIntersecting)) return;
    watch.disconnect();
    keep((done) => add(done.lessons, lesson.dataset.reading));
    lesson.dataset.wasRead = "";
  });
  watch.observe(end);
}

// What there is to show on the course's first page.
const panel = document.querySelector("[data-progress]");
function show() {
  const done = load();
  const listed = [...document.querySelectorAll("[data-lesson]")];
  const read = listed.filter(({ dataset }) => done.lessons.includes(dataset.lesson));
  for (const item of listed) item.querySelector(".done").hidden = !read.includes(item);
  const fill = (row, count, total) => {
    row.querySelector("progress").value = Math.min(count, total);
    row.querySelector(".count").textContent = `${Math.min(count, total)} / ${total}`;
  };
  for (const row of panel.querySelectorAll("[data-lessons]")) fill(row, read.length, row.dataset.lessons);
  for (const row of panel.querySelectorAll("[data-questions]")) {
    fill(row, done.right[row.dataset.of]?.length ?? 0, row.dataset.questions);
  }
  panel.hidden = !read.length && !Object.keys(done.right).length;
}
if (panel) {
  show();
  addEventListener("pageshow", (event) => event.persisted && show());
  panel.querySelector("[data-forget]").addEventListener("click", () => {
    localStorage.removeItem(KEY);
    show();
    document.querySelector("h1").tabIndex = -1;
    document.querySelector("h1").focus();
  });
}

// Romanian read aloud. Voices arrive some time after the page.
const buttons = document.querySelectorAll("[data-say]");
if (buttons.length && "speechSynthesis" in window) {
  const voice = () => speechSynthesis.getVoices().find(({ lang }) => /^ro\b|^ro_/i.test(lang));
  const offer = () => {
    for (const button of buttons) button.hidden = !voice();
  };
  offer();
  speechSynthesis.addEventListener?.("voiceschanged", offer);
  document.addEventListener("click", (event) => {
    const text = event.target.closest("[data-say]")?.dataset.say;
    if (!text) return;
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "ro-RO";
    words.voice = voice() ?? null;
    words.rate = 0.85;
    speechSynthesis.cancel();
    speechSynthesis.speak(words);
  });
}
