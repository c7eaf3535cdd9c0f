// Suggestions under a search field while typing. Without this script the form is an ordinary form, and an empty
// result page lists suggestions instead. The pattern is that of the ARIA combobox with a list.
"use strict";

const PAUSE = 150; // milliseconds without a key before asking

function combobox(form) {
  const input = form.querySelector("input[type=search]");
  const list = form.querySelector("[role=listbox]");
  const told = form.querySelector("[data-suggestions]");
  let timer = 0;
  let asked = null;
  let active = -1;

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  function leaveList() {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = -1;
    input.removeAttribute("aria-activedescendant");
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    leaveList();
    list.hidden = true;
    list.replaceChildren();
    told.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function show(suggestions) {
    close();
    suggestions.forEach(({ text, url }, place) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${place}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.lang = "zh-Hans";
      option.textContent = text;
      option.dataset.url = url;
      list.append(option);
    });
    list.hidden = !suggestions.length;
    told.textContent = list.hidden ? "" : told.dataset.suggestions.replace("{number}", suggestions.length);
    input.setAttribute("aria-expanded", String(!list.hidden));
  }

  function move(step) {
    const options = [...list.children];
    if (!options.length) return;
    active = (active + step + options.length + (active < 0 && step < 0 ? 1 : 0)) % options.length;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === active)));
    input.setAttribute("aria-activedescendant", options[active].id);
    options[active].scrollIntoView({ block: "nearest" });
  }

  function choose(option) {
    if (option.dataset.url) {
      location.assign(option.dataset.url);
    } else {
      input.value = option.textContent;
      form.requestSubmit();
    }
  }

  async function ask() {
    asked?.abort();
    const words = input.value.trim();
    if (!words) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${form.dataset.suggest}?q=${encodeURIComponent(words)}`, { signal: asked.signal });
      show(answer.ok ? (await answer.json()).suggestions : []);
    } catch (error) {
      // A newer question or a lost connection: typing goes on without suggestions.
      if (error.name !== "AbortError") close();
    }
  }

  input.addEventListener("input", () => {
    leaveList();
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) ask();
      else move(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      choose(list.children[active]);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (["ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) {
      // The caret moves in the field, so the field is where the reader is again.
      leaveList();
    }
  });
  input.addEventListener("blur", close);
  // Before the field loses the focus, which would close the list.
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) choose(option);
  });
}

document.querySelectorAll("form[data-suggest]").forEach(combobox);
