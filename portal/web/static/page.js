// Comforts of long pages: open what a wide screen has room for, and mark the section being read.
// Without this script every list still opens, and every link still leads to its place.
"use strict";

document.documentElement.classList.add("js");
const isWide = matchMedia("(min-width: 60rem)").matches;

for (const details of document.querySelectorAll(".contents details, .facet-box")) details.open = isWide;

for (const contents of document.querySelectorAll(".contents")) {
  const details = contents.querySelector("details"), now = contents.querySelector(".now");
  const links = new Map([...contents.querySelectorAll("a")].map((link) => [link.hash.slice(1), link]));

  const mark = (link) => {
    for (const other of links.values()) other.removeAttribute("aria-current");
    link?.setAttribute("aria-current", "true");
    now.textContent = link ? link.textContent : "";
  };

  const reading = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      const link = links.get(target.id);
      if (isIntersecting) mark(link);
      else if (link.hasAttribute("aria-current")) mark(null);
    }
  }, { rootMargin: "-12% 0px -80% 0px" });

  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section && section !== document.body) reading.observe(section);
  }

  contents.addEventListener("click", (event) => {
    if (!isWide && event.target.closest("a")) details.open = false;
  });
  contents.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || isWide || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

// Folded parts: what a reader opened stays open in this tab; a link to a part opens it.
for (const page of document.querySelectorAll("[data-folds]")) {
  const folds = [...page.querySelectorAll("[data-fold]")], key = `lipatan:${location.pathname}:${page.dataset.folds}`;
  const kept = sessionStorage.getItem(key)?.split(" ");
  if (kept) for (const fold of folds) fold.open = kept.includes(fold.dataset.fold);
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1)), fold = target?.closest("[data-fold]");
    if (!fold || fold.open) return;
    fold.open = true;
    target.scrollIntoView();
  };
  const keep = () => {
    try { sessionStorage.setItem(key, folds.filter((fold) => fold.open).map((fold) => fold.dataset.fold).join(" ")); } catch { /* no room: nothing is lost */ }
  };
  reveal();
  addEventListener("hashchange", reveal);
  for (const fold of folds) fold.addEventListener("toggle", keep);
}

// Copies a field's text for another application; where the browser does not let it, the text is selected instead.
const copied = document.querySelector("[data-copied]");
const tell = (button, said, brief) => {
  if (copied) { copied.textContent = said; copied.hidden = false; return; }
  button.setAttribute("role", "status");
  button.textContent = brief;
};
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.textContent);
      tell(button, `${button.querySelector("span").textContent.trim()} tersalin.`, "Tersalin");
    } catch {
      if (source.select) source.select(); else getSelection().selectAllChildren(source);
      tell(button, "Teksnya sudah dipilih; tekan Ctrl+C atau Salin.", "Tekan Ctrl+C");
    }
  });
}

// Sharing by the telephone's own list, where it has one; else the link leads to WhatsApp.
if (navigator.share) for (const link of document.querySelectorAll("[data-share]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    navigator.share({ title: link.dataset.share, url: location.origin + location.pathname }).catch(() => {});
  });
}

// A paper is made when it is asked for; where that takes longer than a second, the page says so.
for (const link of document.querySelectorAll('a[href*=".pdf"], a[href*=".docx"], a[href*=".xlsx"], a[download]')) {
  link.addEventListener("click", () => {
    const note = document.createElement("span");
    note.className = "working";
    note.setAttribute("role", "status");
    link.after(note);
    setTimeout(() => { note.textContent = " Berkas sedang disiapkan; unduhan mulai sendiri."; }, 1000);
    const end = () => note.remove();
    setTimeout(end, 10000);
    addEventListener("pagehide", end, { once: true });
  });
}
