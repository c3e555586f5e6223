// Forms that change something: what is typed stays in this tab until the portal has it, a button is pressed
// once, and what takes longer than a second says so. Without this script the portal does the same by itself.
"use strict";

const mine = `isian:${document.body.dataset.akun}:`;
const unkept = new Set(["csrf_token", "sekali", "version", "mark", "versi", "dasar", "lanjut", "tertahan"]);
const written = "input:not([type=hidden],[type=submit],[type=password],[type=file],[type=search]), textarea:not([hidden]), select";

// What the last form stored needs no copy any more; what another person typed in this tab is not ours to see.
const sent = sessionStorage.getItem("terkirim");
if (sent) {
  const [mark, key] = JSON.parse(sent);
  if (document.body.dataset.tersimpan === mark) sessionStorage.removeItem(key);
  sessionStorage.removeItem("terkirim");
}
for (const name of Object.keys(sessionStorage)) if (name.startsWith("isian:") && !name.startsWith(mine)) sessionStorage.removeItem(name);

for (const form of document.querySelectorAll("form[method=post]")) {
  const key = `${mine}${form.getAttribute("action") ?? location.pathname + location.search}:${form.dataset.keep ?? ""}`;
  const isKept = form.querySelector(written) && !form.querySelector("[type=password]") && !form.dataset.draft;
  const read = () => JSON.stringify([...new FormData(form)].filter(([name, value]) => !unkept.has(name) && typeof value === "string"));
  const keep = () => { try { sessionStorage.setItem(key, read()); } catch { /* no room: the form still works */ } };
  if (isKept) keepTyped(form, key, read, keep);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (isKept) keep();
    const mark = form.elements.sekali?.value;
    if (mark) try { sessionStorage.setItem("terkirim", JSON.stringify([mark, key])); } catch { /* as above */ }
    setTimeout(() => wait(form), 0); // after the browser has read the form, its pressed button included
  });
}

function keepTyped(form, key, read, keep) {
  const opened = read(), kept = sessionStorage.getItem(key);
  let timer = 0;
  const older = key.slice(0, key.lastIndexOf(":") + 1); // the same form over a version that is no more
  if (form.dataset.keep) for (const name of Object.keys(sessionStorage)) if (name.startsWith(older) && name !== key) sessionStorage.removeItem(name);
  if (kept && kept !== opened) offer(form, key, kept);
  else if (kept) sessionStorage.removeItem(key);
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 500); });
  addEventListener("pagehide", () => { clearTimeout(timer); if (read() !== opened) keep(); });
}

function offer(form, key, kept) {
  const box = document.createElement("p"), restore = document.createElement("button"), drop = document.createElement("button");
  box.className = "recover";
  box.setAttribute("role", "status");
  box.append("Ada isian dari tab ini yang belum tersimpan.", restore, drop);
  restore.type = drop.type = "button";
  restore.textContent = "Pulihkan";
  drop.textContent = "Abaikan";
  drop.className = "quiet";
  restore.addEventListener("click", () => { fill(form, JSON.parse(kept)); box.remove(); });
  drop.addEventListener("click", () => { sessionStorage.removeItem(key); box.remove(); });
  form.before(box);
}

function fill(form, entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || unkept.has(field.name) || ["submit", "file", "hidden"].includes(field.type)) continue;
    const given = values.get(field.name) ?? [];
    if (field.type === "checkbox" || field.type === "radio") field.checked = given.includes(field.value);
    else field.value = given.shift() ?? "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function wait(form) {
  const buttons = [...form.elements].filter((one) => one.type === "submit" && !one.disabled);
  for (const button of buttons) button.disabled = true;
  const note = document.createElement("span");
  note.className = "working";
  note.setAttribute("role", "status");
  (buttons[0] ?? form.lastElementChild).after(note);
  const timer = setTimeout(() => { note.textContent = "Sedang diproses. Jangan tutup halaman ini."; }, 1000);
  const undo = () => { clearTimeout(timer); note.remove(); for (const button of buttons) button.disabled = false; };
  addEventListener("pageshow", (event) => { if (event.persisted) undo(); }, { once: true });
  setTimeout(undo, 20000); // a form that is answered with a file leaves its page standing
  if (form.dataset.draft !== undefined) addEventListener("offline", undo, { once: true });
}
