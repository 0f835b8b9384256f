// Which centre is near? Asked on the device, when somebody presses the button; nothing is sent anywhere.
const box = document.querySelector("[data-near]");

if (box && navigator.geolocation) {
  const say = box.querySelector("[role=status]");
  const wayOn = box.querySelector("[data-way-on]");
  const number = new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: "kilometer",
    maximumFractionDigits: 0,
    numberingSystem: "latn",
  });
  box.hidden = false;

  // Kilometres on a sphere, as the crow flies.
  const between = (a, b) => {
    const [latitude, longitude, there, further] = [...a, ...b].map((degree) => (degree * Math.PI) / 180);
    const half = (angle) => Math.sin(angle / 2) ** 2;
    const part = half(there - latitude) + Math.cos(latitude) * Math.cos(there) * half(further - longitude);
    return 12742 * Math.asin(Math.sqrt(part));
  };

  const sort = ({ coords }) => {
    const found = [];
    for (const list of document.querySelectorAll(".centre-list")) {
      const cards = [...list.children].map((card) => {
        const at = card.dataset.at?.split(" ").map(Number);
        const far = at ? between([coords.latitude, coords.longitude], at) : Infinity;
        const distance = number.format(Math.max(1, Math.round(far)));
        if (at) {
          card.querySelector("[data-distance]").textContent = box.dataset.about.replace("{distance}", distance);
          found.push({ far, distance, town: card.dataset.town });
        }
        return { card, far };
      });
      list.append(...cards.sort((one, other) => one.far - other.far).map(({ card }) => card));
    }
    const [nearest] = found.sort((one, other) => one.far - other.far);
    if (nearest) {
      say.textContent = box.dataset.nearest
        .replace("{town}", `\u2068${nearest.town}\u2069`)
        .replace("{distance}", nearest.distance);
    }
  };

  const explain = ({ code }) => {
    say.textContent = box.dataset[{ 1: "refused", 3: "slow" }[code] ?? "unknown"];
    wayOn.hidden = false;
  };

  box.querySelector("button").addEventListener("click", () => {
    say.textContent = box.dataset.asking;
    wayOn.hidden = true;
    navigator.geolocation.getCurrentPosition(sort, explain, { timeout: 15000, maximumAge: 300000 });
  });
}
