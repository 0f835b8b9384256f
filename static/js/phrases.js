// The phrasebook works without this file: it filters while somebody types, and says phrases aloud.

const field = document.querySelector("#phrase-q");
const phrases = [...document.querySelectorAll("[data-phrase]")];
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const romanianOf = (phrase) => phrase.querySelector(".said").textContent;
let searched; // by phrase: Romanian, meaning and what its situation is called, folded; made when somebody types

field?.addEventListener("input", () => {
  searched ??= new Map(
    phrases.map((phrase) => {
      const meant = phrase.querySelector(".meant")?.textContent ?? "";
      return [phrase, fold(`${romanianOf(phrase)} ${meant} ${phrase.closest(".phrases").dataset.names}`)];
    }),
  );
  const words = fold(field.value).split(/\s+/).filter(Boolean);
  for (const phrase of phrases) phrase.hidden = !words.every((word) => searched.get(phrase).includes(word));
  for (const chapter of document.querySelectorAll(".phrases")) {
    chapter.hidden = !chapter.querySelector("[data-phrase]:not([hidden])");
  }
});

// A button to hear a phrase appears where the device has a Romanian voice of its own: nothing is sent anywhere.
const speech = window.speechSynthesis;
const findVoice = () => speech.getVoices().find((voice) => voice.localService && /^ro\b/i.test(voice.lang));
const offer = () => {
  const found = Boolean(findVoice());
  for (const button of document.querySelectorAll("[data-speak]")) button.hidden = !found;
};
if (speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-speak]");
    if (!button) return;
    const speaking = new SpeechSynthesisUtterance(romanianOf(button.closest("[data-phrase]")));
    speaking.lang = "ro-RO";
    speaking.voice = findVoice();
    speaking.rate = 0.85;
    speech.cancel();
    speech.speak(speaking);
  });
}
