/**
 * Browser code: shows what the mark nearest to the pointer or finger stands for.
 *
 * The words are the marks' own `<title>`, which a browser without script shows
 * too, but late, only on the very mark, and not on a phone. They are taken out of
 * the drawing so that none is shown twice; its name goes on as a label. The tip
 * goes away with Escape, as WCAG 1.4.13 asks.
 */
export const chartTips: string =
  `const tip = document.body.appendChild(document.createElement("div"));
tip.className = "tip"; tip.hidden = true; tip.setAttribute("aria-hidden", "true");
const hideTip = () => { tip.hidden = true; };
const REACH = 18;
for (const drawing of document.querySelectorAll("figure svg")) {
  const marks = [...drawing.querySelectorAll("g title")].map((title) => {
    const mark = { shape: title.parentNode, text: title.textContent };
    title.remove();
    return mark;
  });
  const name = drawing.querySelector(":scope>title");
  if (marks.length === 0 || !name) continue;
  drawing.setAttribute("aria-label", name.textContent); name.remove();
  const showTip = ({ clientX: x, clientY: y }) => {
    let nearest = null, least = REACH;
    for (const { shape, text } of marks) {
      const { left, right, top, bottom } = shape.getBoundingClientRect();
      const distance = Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));
      if (distance < least) { least = distance; nearest = { text, left, top, bottom }; }
    }
    tip.hidden = !nearest;
    if (!nearest) return;
    tip.textContent = nearest.text;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = Math.max(4, Math.min(nearest.left + 10, innerWidth - width - 4)) + "px";
    tip.style.top = (nearest.top > height + 8 ? nearest.top - height - 6 : nearest.bottom + 6) + "px";
  };
  drawing.addEventListener("pointermove", showTip);
  drawing.addEventListener("pointerdown", showTip);
  drawing.addEventListener("pointerleave", hideTip);
}
addEventListener("keydown", ({ key }) => { if (key === "Escape") hideTip(); });
addEventListener("scroll", hideTip, { passive: true });
`;
