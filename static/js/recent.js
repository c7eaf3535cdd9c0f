// The words last searched for, kept by this browser and sent nowhere. Where nothing can be stored the list stays away.
// It runs where its box stands, before what follows is drawn, so that nothing moves.
"use strict";

{
  const KEY = "recent-searches";
  const MOST = 8;

  function stored() {
    try {
      const words = JSON.parse(localStorage.getItem(KEY) ?? "[]");
      return Array.isArray(words) ? words.filter((word) => typeof word === "string").slice(0, MOST) : [];
    } catch {
      return []; // Somebody else's value, or no storage at all.
    }
  }

  function keep(words) {
    try {
      localStorage.setItem(KEY, JSON.stringify(words));
      return true;
    } catch {
      return false;
    }
  }

  function fill(box) {
    const here = box.dataset.words;
    const earlier = stored().filter((word) => word !== here);
    if (here && !keep([here, ...earlier].slice(0, MOST))) return;
    const items = earlier.slice(0, MOST - 1).map((word) => {
      const link = document.createElement("a");
      link.href = `?q=${encodeURIComponent(word)}`;
      link.textContent = word;
      const item = document.createElement("li");
      item.append(link);
      return item;
    });
    box.querySelector("ul").replaceChildren(...items);
    box.hidden = !items.length;
    box.querySelector("button").addEventListener("click", () => {
      localStorage.removeItem(KEY);
      box.hidden = true;
      document.querySelector("form[role=search] input[type=search]")?.focus();
    });
  }

  document.querySelectorAll(".recent").forEach(fill);
}
