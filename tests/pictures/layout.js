// What can be measured in a page's layout: what runs off the screen, what is cut off, what lies over something else,
// and where every block begins and ends as the reader reads. Evaluated in the page by tests/pictures/layout.py.
() => {
  const width = document.documentElement.clientWidth;
  const isRtl = document.documentElement.dir === "rtl";
  const problems = [];
  const styles = new Map();
  const styleOf = (element) => {
    if (!styles.has(element)) styles.set(element, getComputedStyle(element));
    return styles.get(element);
  };
  const name = (element) => {
    const id = element.id ? `#${element.id}` : "";
    const classes = [...element.classList].map((each) => `.${each}`).join("");
    return `${element.localName}${id}${classes} "${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"`;
  };

  // For screen readers alone, or a trap: a pixel wide, with what is in it cut off.
  const tiny = new Map();
  const isTiny = (element) => {
    if (!element || element === document.body) return false;
    if (!tiny.has(element)) {
      const box = element.getBoundingClientRect();
      const isCut = styleOf(element).overflowX !== "visible" || styleOf(element).clipPath !== "none";
      tiny.set(element, (isCut && box.width <= 2 && box.height <= 2) || isTiny(element.parentElement));
    }
    return tiny.get(element);
  };
  const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isTiny(element);

  const clips = (element) => {
    for (let each = element.parentElement; each && each !== document.body; each = each.parentElement) {
      if (styleOf(each).overflowX !== "visible") return true;
    }
    return false;
  };

  const elements = [...document.body.querySelectorAll("*")].filter((each) => !each.closest("svg, select, script, noscript, template") && isShown(each));

  // 1. Nothing runs off the screen.
  if (document.documentElement.scrollWidth > width) {
    problems.push(`the page is ${document.documentElement.scrollWidth} wide, the screen ${width}`);
  }
  for (const element of elements) {
    const box = element.getBoundingClientRect();
    if (box.width && (box.left < -1 || box.right > width + 1) && !clips(element)) {
      problems.push(`off the screen (${Math.round(box.left)} to ${Math.round(box.right)}): ${name(element)}`);
    }
  }

  // 2. No text is cut off, or sticks out of its box.
  for (const element of elements) {
    const { overflowX, overflowY } = styleOf(element);
    const cutsX = ["hidden", "clip"].includes(overflowX) && element.scrollWidth > element.clientWidth + 1;
    const cutsY = ["hidden", "clip"].includes(overflowY) && element.scrollHeight > element.clientHeight + 1;
    if ((cutsX || cutsY) && element.clientWidth && element.innerText?.trim()) problems.push(`cut off: ${name(element)}`);
  }

  // What stays in view while one scrolls lies over the rest on purpose.
  const stays = (element) => {
    for (let each = element; each; each = each.parentElement) {
      if (["fixed", "sticky"].includes(styleOf(each).position)) return true;
    }
    return false;
  };

  const texts = [];
  const range = document.createRange();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const shown = new Set(elements);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !shown.has(element)) continue;
    range.selectNodeContents(node);
    let block = element;
    while (["inline", "contents"].includes(styleOf(block).display)) block = block.parentElement;
    const around = block.getBoundingClientRect();
    for (const box of range.getClientRects()) {
      if (box.width < 1) continue;
      if ((box.left < around.left - 2 || box.right > around.right + 2) && styleOf(block).overflowX === "visible") {
        problems.push(`sticks out of its box: ${name(element)}`);
      }
      // Letters seldom fill the height that their font asks for.
      const spare = box.height * 0.28;
      texts.push({ element, left: box.left, right: box.right, top: box.top + spare, bottom: box.bottom - spare });
    }
  }

  // 3. No text lies over another.
  texts.sort((one, other) => one.top - other.top);
  texts.forEach((one, index) => {
    for (let next = index + 1; next < texts.length && texts[next].top < one.bottom - 2; next += 1) {
      const other = texts[next];
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      if (across > 2 && other.element !== one.element && !stays(one.element) && !stays(other.element)) problems.push(`over each other: ${name(one.element)} and ${name(other.element)}`);
    }
  });

  // 4. Where blocks stand in what holds them and first lines in their blocks, counted from where reading begins; and
  // which icons are turned around.
  const path = (element) => {
    const steps = [];
    for (let each = element; each !== document.body; each = each.parentElement) {
      const sisters = [...each.parentElement.children].filter((sister) => sister.localName === each.localName);
      steps.unshift(`${each.localName}${[...each.classList].slice(0, 1).map((first) => `.${first}`)}[${sisters.indexOf(each)}]`);
    }
    return steps.join(" ");
  };
  const start = (box) => (isRtl ? -box.right : box.left);
  const end = (box) => (isRtl ? -box.left : box.right);
  const boxes = {};
  const BLOCKS = ["block", "list-item", "flow-root", "grid", "flex", "table"];
  for (const element of elements) {
    const style = styleOf(element);
    if (style.direction !== (isRtl ? "rtl" : "ltr")) {
      const said = element.closest("[dir], bdi, input");
      const isSaid = said.localName !== "html";
      if (!isSaid) problems.push(`a style alone changes the direction: ${name(element)}`);
      continue;
    }
    if (!BLOCKS.includes(style.display)) continue;
    const parent = styleOf(element.parentElement);
    const isFirst = element === element.parentElement.firstElementChild;
    const inRow = parent.display.includes("flex") && parent.flexDirection.startsWith("row");
    if (inRow && !(isFirst && /normal|start|between/.test(parent.justifyContent))) continue;
    if (!inRow && !/^(block|list-item|flow-root|flex|grid)$/.test(parent.display)) continue;
    const box = element.getBoundingClientRect();
    const around = element.parentElement.getBoundingClientRect();
    if (box.width < 2) continue;
    boxes[path(element)] = [Math.round(start(box) - start(around)), Math.round(end(around) - end(box))];
  }
  const byBlock = new Map();
  for (const text of texts) {
    let block = text.element;
    while (["inline", "contents"].includes(styleOf(block).display)) block = block.parentElement;
    if (!byBlock.has(block)) byBlock.set(block, []);
    byBlock.get(block).push(text);
  }
  const lines = {};
  for (const [block, found] of byBlock) {
    const style = styleOf(block);
    if (style.direction !== (isRtl ? "rtl" : "ltr") || !/^(start|left|right|-webkit-auto)$/.test(style.textAlign)) continue;
    if (style.display.includes("flex") || style.display.includes("grid")) continue;
    const box = block.getBoundingClientRect();
    const first = found.filter((text) => text.top < found[0].bottom && text.bottom > found[0].top);
    const from = isRtl ? box.right - Math.max(...first.map((text) => text.right)) : Math.min(...first.map((text) => text.left)) - box.left;
    lines[path(block)] = Math.round(from);
  }
  const turned = {};
  for (const svg of document.querySelectorAll("svg")) {
    if (!isShown(svg.parentElement)) continue;
    let sign = 1;
    for (let each = svg; each; each = each.parentElement) {
      const { transform, scale } = getComputedStyle(each);
      if (transform !== "none" && new DOMMatrix(transform).a < 0) sign = -sign;
      if (scale.startsWith("-")) sign = -sign;
    }
    turned[path(svg)] = [[...svg.querySelectorAll("[d]")].map((each) => each.getAttribute("d")).join(" "), sign];
  }
  const letters = [...new Set(texts.map((text) => text.element.textContent).join(""))].join("");
  return { problems: [...new Set(problems)], boxes, lines, turned, letters };
}
