// Comforts of the editing form: word count, source marks to insert, typed text kept until it is saved.
// Without this script the form does everything it must.
"use strict";

for (const counter of document.querySelectorAll("[data-count]")) {
  const field = document.getElementById(counter.dataset.count);
  const show = () => {
    const words = field.value.split(/\s+/).filter(Boolean).length;
    counter.textContent = `${words} dari ${counter.dataset.max} kata${words > Number(counter.dataset.max) ? ": terlalu panjang" : ""}`;
  };
  field.addEventListener("input", show);
}

// A source mark becomes a button that writes it where the cursor last was.
let last = null;
for (const area of document.querySelectorAll("textarea.prose")) area.addEventListener("focus", () => { last = area; });
for (const code of document.querySelectorAll("[data-marks] code")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet";
  button.textContent = code.textContent;
  button.setAttribute("aria-label", `Sisipkan ${code.textContent} di naskah`);
  button.addEventListener("click", () => {
    const area = last ?? document.querySelector("textarea.prose");
    const before = area.value.slice(0, area.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    area.setRangeText(gap + code.textContent, area.selectionStart, area.selectionEnd, "end");
    area.focus();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  });
  code.replaceWith(button);
}

// Whoever leaves with unsaved text is asked first.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const read = () => JSON.stringify([...new FormData(form)]);
  const opened = read();
  let leaving = false;
  form.addEventListener("submit", () => { leaving = true; });
  addEventListener("beforeunload", (event) => { if (!leaving && read() !== opened) event.preventDefault(); });
}
