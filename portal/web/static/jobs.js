// A job's page while it runs: asks every second how far it is, and loads itself anew once it has ended.
// Without this script a button does.
"use strict";

for (const job of document.querySelectorAll("[data-job]")) {
  const words = job.querySelector("[data-words]"), count = job.querySelector("[data-count]"), bar = job.querySelector("progress");
  const heard = job.querySelector("[role=status]"), cancel = job.querySelector("form");
  let wait = 1000;

  const show = ({ sentence, counted, done, total, waiting }) => {
    words.textContent = sentence;
    const stage = sentence.replace(/ \d.*/, "");  // the figures change too often to be read out
    if (heard.textContent !== stage) heard.textContent = stage;
    if (!waiting) cancel?.remove();
    count.textContent = counted;
    if (total) { bar.max = total; bar.value = done; } else bar.removeAttribute("value");
  };

  const look = async () => {
    try {
      const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" }, redirect: "manual" });
      if (!answer.ok) throw new Error("not now");
      const found = await answer.json();
      if (!found.living) { location.reload(); return; }
      show(found);
      wait = 1000;
    } catch {
      wait = Math.min(wait * 2, 15000);
    }
    setTimeout(look, wait);
  };

  setTimeout(look, wait);
}
