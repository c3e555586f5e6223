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

// What was typed stays in this tab until the server has it: a lost session or connection loses nothing.
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `sunting:${form.dataset.keep}`, skipped = new Set(["csrf_token", "versi", "dasar"]);
  const read = () => JSON.stringify([...new FormData(form)].filter(([name]) => !skipped.has(name)));
  const opened = read();
  const kept = sessionStorage.getItem(key);
  let timer = 0, leaving = false;
  const older = `${key.slice(0, key.lastIndexOf(":"))}:`;
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(older) && name !== key) sessionStorage.removeItem(name);

  const fill = (entries) => {
    const values = new Map();
    for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
    for (const field of form.elements) {
      if (!field.name || skipped.has(field.name) || field.type === "submit") continue;
      const given = values.get(field.name) ?? [];
      if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
      else field.value = given[0] ?? "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  if (kept && kept !== opened) {
    const box = document.createElement("p"), restore = document.createElement("button"), drop = document.createElement("button");
    box.className = "recover";
    box.setAttribute("role", "status");
    box.append("Ada isian dari tab ini yang belum tersimpan.", restore, drop);
    restore.type = drop.type = "button";
    restore.textContent = "Pulihkan";
    drop.textContent = "Abaikan";
    drop.className = "quiet";
    restore.addEventListener("click", () => { fill(JSON.parse(kept)); box.remove(); });
    drop.addEventListener("click", () => { sessionStorage.removeItem(key); box.remove(); });
    form.before(box);
  }
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { try { sessionStorage.setItem(key, read()); } catch { /* no room: the form still works */ } }, 500);
  });
  form.addEventListener("submit", () => { leaving = true; try { sessionStorage.setItem(key, read()); } catch { /* as above */ } });
  addEventListener("beforeunload", (event) => { if (!leaving && read() !== opened) event.preventDefault(); });
}
