// The place in the source lights up while its field is pointed at or typed into; without this the links do it.
const desk = document.querySelector("[data-reading-desk]");

function light(event, isLit) {
  const field = event.target.closest("[data-place]");
  const place = field && document.getElementById(field.dataset.place);
  if (!place) return;
  place.classList.toggle("is-lit", isLit);
  if (isLit && event.type === "focusin") {
    const text = place.closest(".reading-desk__text");
    const offset = place.getBoundingClientRect().top - text.getBoundingClientRect().top;
    if (offset < 0 || offset > text.clientHeight - 40) text.scrollTop += offset - text.clientHeight / 3;
  }
}

for (const type of ["focusin", "mouseover"]) desk.addEventListener(type, (event) => light(event, true));
for (const type of ["focusout", "mouseout"]) desk.addEventListener(type, (event) => light(event, false));
