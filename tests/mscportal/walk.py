"""A walk through a page with the Tab key; what it saw at each stop is noted by the page itself."""

from playwright.sync_api import Page

# Each stop is looked at when the next key is pressed: by then the page has scrolled to it.
WATCH = r"""
() => {
  const short = found => (found.outerHTML || "").slice(0, 100);
  const isShown = found => found.checkVisibility({checkVisibilityCSS: true, opacityProperty: true});
  const stops = [], faults = [];
  const boxes = found => [...found.getClientRects()].filter(box => box.width && box.height);
  const isInSight = (found, box) => {
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    for (const part of [0.5, 0.1, 0.9]) {
      const [x, y] = [left + (right - left) * part, top + (bottom - top) * part];
      const met = document.elementFromPoint(x, y);
      if (met && (found.contains(met) || met.contains(found))) return true;
    }
    return false;
  };
  const hasIndicator = found => {
    for (const one of [found, ...found.querySelectorAll("*"), found.parentElement]) {
      const style = getComputedStyle(one);
      if (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2) return true;
      if (style.boxShadow !== "none") return true;
    }
    return false;
  };
  const look = found => {
    if (!found || found === document.body || found === document.documentElement) return;
    if (!stops.includes(found)) {
      const last = stops.at(-1);
      if (last && !(last.compareDocumentPosition(found) & Node.DOCUMENT_POSITION_FOLLOWING))
        faults.push("comes too late in the order: " + short(found));
      stops.push(found);
    }
    const seen = boxes(found);
    if (!seen.length || !isShown(found)) faults.push("cannot be seen: " + short(found));
    else if (!seen.some(box => isInSight(found, box))) faults.push("is covered: " + short(found));
    if (!found.matches(":focus-visible") || !hasIndicator(found))
      faults.push("shows no focus: " + short(found));
  };
  addEventListener("keydown", () => look(document.activeElement), true);
  const wanted = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]")].filter(found =>
      found.tabIndex >= 0 && !found.disabled && found.type !== "hidden" && isShown(found)
      && !(found.type === "radio" && !found.checked));
  window.walk = {wanted, finish() {
    look(document.activeElement);
    const missed = wanted.filter(found => !stops.includes(found));
    return [...new Set([...faults, ...missed.map(found => "not reached: " + short(found))])];
  }};
  return wanted.length;
}
"""
IS_AT_THE_END = "document.activeElement === walk.wanted.at(-1)"
SPARE = 12  # frames that scroll are stops too, and not known beforehand


def faults_of_walk(page: Page) -> list[str]:
    """Every stop is visible, in sight and shows that it has the focus; all are reached in order."""
    stops = page.evaluate(WATCH)
    for _ in range(stops):
        page.keyboard.press("Tab")
    for _ in range(SPARE):
        if page.evaluate(IS_AT_THE_END):
            break
        page.keyboard.press("Tab")
    return page.evaluate("walk.finish()")
