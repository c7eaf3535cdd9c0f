// Reading aloud by the browser's own voices. The buttons show only where there is a voice for the text's language.
const BLOCKS = "h1, h2, h3, p, li, th, td, dt, dd, figcaption, caption";
const SILENT = ".read-aloud, nav, [hidden], rt, rp, script, .visually-hidden";
// To the end of a sentence, else to a comma, never more than 180 characters: some browsers fall silent in longer ones.
const PIECE = /.{1,180}?(?:[。！？；!?;]+|\.(?=\s|$)|$)|.{1,180}[，,、：\s]|.{1,180}/gs;

function words(block) {
  const copy = block.cloneNode(true);
  copy.querySelectorAll(`${SILENT}, ${BLOCKS}`).forEach((part) => part.remove());
  return copy.textContent.replace(/\s+/g, " ").trim();
}

function* pieces(target) {
  for (const block of target.querySelectorAll(BLOCKS)) {
    if (block.closest(SILENT)) continue;
    const lang = block.closest("[lang]").lang;
    for (const text of words(block).match(PIECE) ?? []) yield { block, lang, text };
  }
}

function language(tag) {
  return tag.toLowerCase().split(/[-_]/)[0];
}

function reader(box) {
  const target = document.querySelector(box.dataset.read);
  const [play, stop] = box.querySelectorAll("button");
  const begin = play.textContent;
  let parts = [];
  let place = 0;
  let run = 0; // Browsers report the end of what was cancelled as well; only the last run goes on.

  function show(state) {
    play.textContent = { idle: begin, reading: play.dataset.pause, paused: play.dataset.resume }[state];
    stop.hidden = state === "idle";
    document.querySelectorAll(".is-read").forEach((block) => block.classList.remove("is-read"));
    if (state !== "idle") parts[place].block.classList.add("is-read");
    box.dataset.state = state;
  }

  function halt(state) {
    run += 1;
    speechSynthesis.cancel();
    show(state);
  }

  function speak() {
    if (place >= parts.length) return end();
    const mine = run;
    const said = new SpeechSynthesisUtterance(parts[place].text);
    said.lang = parts[place].lang === "zh-Hans" ? "zh-CN" : parts[place].lang;
    said.voice = speechSynthesis.getVoices().find((voice) => language(voice.lang) === language(said.lang)) ?? null;
    said.onend = () => mine === run && (place++, speak());
    said.onerror = () => mine === run && end();
    show("reading");
    speechSynthesis.speak(said);
  }

  function end() {
    if (stop === document.activeElement) play.focus();
    halt("idle");
  }

  play.addEventListener("click", () => {
    if (box.dataset.state === "reading") return halt("paused"); // pause() itself does nothing on many phones.
    if (box.dataset.state !== "paused") [parts, place] = [[...pieces(target)], 0];
    halt(box.dataset.state);
    speak();
  });
  stop.addEventListener("click", end);
  addEventListener("pagehide", () => speechSynthesis.cancel());

  function offer() {
    const wanted = language(target.closest("[lang]").lang);
    box.hidden = !speechSynthesis.getVoices().some((voice) => language(voice.lang) === wanted);
  }
  box.dataset.state = "idle";
  speechSynthesis.addEventListener?.("voiceschanged", offer); // Voices come late in some browsers.
  offer();
}

if ("speechSynthesis" in window) document.querySelectorAll("[data-read]").forEach(reader);
