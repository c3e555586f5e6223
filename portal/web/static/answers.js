// While an answer is typed it is sent with every pause, and said so. Without a connection it stays on this
// device and is sent again, and links do not lead into the browser's error page.
"use strict";

for (const form of document.querySelectorAll("form[data-draft]")) {
  const state = form.querySelector("[data-state]"), key = `jawaban:${form.dataset.keepAs}`;
  const skipped = new Set(["csrf_token", "version", "mark", "lanjut"]);
  const opened = read();
  let timer = 0, wait = 2000, sending = false, again = false, leaving = false, isCut = false;

  function read() {
    return JSON.stringify([...new FormData(form)].filter(([name]) => !skipped.has(name)));
  }

  const say = (text, isBad) => {
    state.hidden = false;
    state.classList.toggle("keep-lost", isBad);
    if (state.textContent !== text) state.textContent = text;
  };

  const sayCut = () => say("Tidak tersambung. Isian disimpan di ponsel ini dan dikirim lagi begitu tersambung.", true);

  // What is kept knows the version it was typed over, and whether it was on its way to being saved.
  const version = form.elements.version;
  const put = (isSent) => {
    try { localStorage.setItem(key, JSON.stringify({ typed: read(), version: version.value, mark: form.elements.mark.value, isSent })); }
    catch { /* no room: the server still gets it */ }
  };
  const get = () => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const drop = () => { try { localStorage.removeItem(key); } catch { /* as above */ } };

  const later = (delay) => { clearTimeout(timer); timer = setTimeout(send, delay); };

  async function send() {
    if (sending) { again = true; return; }
    const text = read();
    sending = true;
    again = false;
    try {
      const answer = await fetch(form.dataset.draft, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, redirect: "manual",
      });
      isCut = false;
      if (answer.ok) {
        const { saved } = await answer.json();
        wait = 2000;
        if (read() === text) drop();
        say(`Tersimpan sementara pukul ${saved}. Tekan Simpan jawaban bila sudah selesai.`, false);
      } else if (answer.status >= 500) throw new Error("server");
      else say("Belum tersimpan di portal. Isian ada di ponsel ini; tekan Simpan jawaban, atau masuk lagi.", true);
    } catch {
      isCut = true;
      sayCut();
      later(wait);
      wait = Math.min(wait * 2, 30000);
    }
    sending = false;
    if (again) later(300);
  }

  const fill = (entries) => {
    const values = new Map(entries);
    for (const field of form.elements) {
      if (!field.name || skipped.has(field.name) || field.type === "submit") continue;
      if (field.type === "checkbox") field.checked = values.has(field.name);
      else field.value = values.get(field.name) ?? "";
    }
  };

  const kept = get();
  if (kept && kept.isSent && kept.version !== version.value) drop();
  else if (kept && kept.typed !== opened) {
    try {
      fill(JSON.parse(kept.typed));
      version.value = kept.version;
      form.elements.mark.value = kept.mark;
      say("Isian yang belum sempat terkirim sudah dikembalikan.", false);
      later(500);
    } catch { drop(); }
  } else if (kept) drop();
  form.addEventListener("input", () => {
    put(false);
    later(900);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      put(false);
      sayCut();
      later(wait);
      return;
    }
    leaving = true;
    clearTimeout(timer);
    put(true);
  });
  addEventListener("click", async (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
    if (navigator.onLine && !isCut) return;
    event.preventDefault();
    if (navigator.onLine) await send();
    if (navigator.onLine && !isCut) { location.assign(link.href); return; }
    say(get() ? "Tidak tersambung. Jawaban ini tersimpan di ponsel ini; halaman lain perlu jaringan."
      : "Tidak tersambung. Halaman ini tetap dapat diisi; halaman lain perlu jaringan.", Boolean(get()));
    state.scrollIntoView({ block: "nearest" });
  });
  addEventListener("online", () => { if (get()) later(100); });
  addEventListener("beforeunload", (event) => { if (!leaving && state.classList.contains("keep-lost")) event.preventDefault(); });
}
