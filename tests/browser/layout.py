"""What does not fit: a page that scrolls sideways, and things that stick out or are cut off."""

from playwright.sync_api import Page

HAS_SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"

#: What scrolls inside itself may be wider, and what is there for screen readers alone is cut off on purpose.
_MISFITS = """() => {
  const wide = document.documentElement.clientWidth;
  const free = ".table-scroll *, .visually-hidden, .visually-hidden *, .trap, .trap *, .skip-link, svg *, option";
  const tell = (element, what) => `${what}: ${element.tagName} .${element.className} ${element.textContent.trim()}`;
  const found = [];
  for (const element of document.body.querySelectorAll("*")) {
    if (!element.checkVisibility({ visibilityProperty: true }) || element.matches(free)) continue;
    const box = element.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1)) found.push(tell(element, "sticks out"));
    const style = getComputedStyle(element);
    const clips = ["hidden", "clip"].includes(style.overflowX) || element.tagName === "BUTTON";
    if (clips && element.tagName !== "INPUT" && element.scrollWidth > element.clientWidth + 1 && box.width > 2) {
      found.push(tell(element, "cut off"));
    }
  }
  return found.map((line) => line.replace(/\\s+/g, " ").slice(0, 120));
}"""


def misfits(page: Page) -> list[str]:
    """A line for each thing that does not fit into the window as it is."""
    found: list[str] = page.evaluate(_MISFITS)
    return [*found, *(["scrolls sideways"] if page.evaluate(HAS_SIDEWAYS) else [])]
