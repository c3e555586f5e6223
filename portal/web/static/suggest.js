// Suggestions under a search box: the ARIA combobox pattern. Without this script the box is a plain form field.
"use strict";

for (const input of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-saran`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Saran");
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.parentElement.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(name, value);

  let offers = [], chosen = -1, timer = 0, asked = "", request = null;

  const forget = () => {
    clearTimeout(timer);
    request?.abort();
  };

  const close = () => {
    forget();
    list.hidden = true;
    chosen = -1;
    asked = "";
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const mark = (index) => {
    chosen = index;
    [...list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (index < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", list.children[index].id);
    list.children[index].scrollIntoView({ block: "nearest" });
  };

  const show = () => {
    list.replaceChildren(...offers.map((offer, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const label = document.createElement("span"), kind = document.createElement("span");
      label.textContent = offer.label;
      kind.textContent = offer.kind;
      kind.className = "kind";
      option.append(label, " ", kind);
      option.addEventListener("click", () => location.assign(offer.url));
      return option;
    }));
    list.hidden = !offers.length;
    chosen = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(offers.length > 0));
    status.textContent = offers.length ? `${offers.length} saran. Pilih dengan panah bawah.` : "Tidak ada saran.";
  };

  const ask = async () => {
    const text = input.value.trim();
    if (text === asked) return;
    if (text.length < 2) return close();
    request?.abort();
    asked = text;
    const mine = request = new AbortController();
    try {
      const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`, { signal: mine.signal });
      const found = answer.ok ? await answer.json() : [];
      if (mine.signal.aborted || document.activeElement !== input) return;
      offers = found;
      show();
    } catch {
      if (!mine.signal.aborted) close();
    }
  };

  // A press on the list must not take the focus from the field, or the list would close before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) { event.preventDefault(); return close(); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); return location.assign(offers[chosen].url); }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    if (list.hidden) { asked = ""; return ask(); }
    forget(); // a late answer must not change the list under the reader's hand
    const step = event.key === "ArrowDown" ? 1 : -1, count = offers.length + 1;
    mark(((chosen + 1 + step + count) % count) - 1);
  });
}
