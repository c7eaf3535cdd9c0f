// The place in the source lights up while its field is pointed at or typed into, and a click on a place goes to the
// field that it was read into; without this the links do the first.
const desk = document.querySelector("[data-reading-desk]");
const text = desk.querySelector(".reading-desk__text");

function light(event, isLit) {
  const field = event.target.closest("[data-place]");
  const place = field && document.getElementById(field.dataset.place);
  if (!place) return;
  place.classList.toggle("is-lit", isLit);
  if (isLit && event.type === "focusin") {
    const offset = place.getBoundingClientRect().top - text.getBoundingClientRect().top;
    if (offset < 0 || offset > text.clientHeight - 40) text.scrollTop += offset - text.clientHeight / 3;
  }
}

for (const type of ["focusin", "mouseover"]) desk.addEventListener(type, (event) => light(event, true));
for (const type of ["focusout", "mouseout"]) desk.addEventListener(type, (event) => light(event, false));

text.addEventListener("click", (event) => {
  if (!getSelection().isCollapsed) return;
  for (let place = event.target.closest(".read-place"); place; place = place.parentElement.closest(".read-place")) {
    const control = desk.querySelector(`.reading-field[data-place="${place.id}"] :is(input, select, textarea)`);
    if (control) {
      control.focus();
      return;
    }
  }
});
