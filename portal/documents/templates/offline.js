(function () {
  "use strict";
  var boxes = Array.prototype.slice.call(document.querySelectorAll("textarea"));
  var status = document.getElementById("status");
  var tools = document.querySelector(".tools");
  var prefix = "tiru-" + document.body.dataset.book + "-";
  var store = null;
  try {
    store = window.localStorage;
    store.setItem(prefix + "coba", "1");
    store.removeItem(prefix + "coba");
  } catch (error) {
    store = null;
  }
  var promise = "Jawaban yang Anda ketik hanya tersimpan di ponsel ini, tidak dikirim ke mana pun.";
  var warning = "Peramban ini tidak dapat menyimpan jawaban. Salin jawaban Anda sebelum menutup halaman.";
  function say(words) { status.textContent = words; }
  if (!boxes.length) { say("Berkas ini dapat dibuka tanpa jaringan."); return; }
  say((store ? promise : warning) + " Sesudah kunjungan, pindahkan ke portal dengan tombol Salin semua jawaban.");
  tools.hidden = false;
  boxes.forEach(function (box) {
    if (store) { box.value = store.getItem(prefix + box.id) || ""; }
    box.addEventListener("input", function () {
      if (!store) { return; }
      try { store.setItem(prefix + box.id, box.value); } catch (error) { say(warning); }
    });
  });
  function everything() {
    return boxes.filter(function (box) { return box.value.trim(); }).map(function (box) {
      return box.parentNode.firstChild.textContent.trim() + "\n" + box.value.trim();
    }).join("\n\n");
  }
  function copyByHand(words) {
    var area = document.createElement("textarea");
    area.value = words;
    document.body.appendChild(area);
    area.select();
    var done = document.execCommand("copy");
    area.remove();
    say(done ? "Jawaban sudah disalin." : "Jawaban tidak dapat disalin. Salin sendiri dari tiap kotak.");
  }
  document.getElementById("copy").addEventListener("click", function () {
    var words = everything();
    if (!words) { say("Belum ada jawaban yang diketik."); return; }
    if (navigator.clipboard && window.isSecureContext) {
      navigator.clipboard.writeText(words).then(function () { say("Jawaban sudah disalin."); }, function () { copyByHand(words); });
    } else { copyByHand(words); }
  });
  document.getElementById("clear").addEventListener("click", function () {
    if (!window.confirm("Hapus semua jawaban dari ponsel ini?")) { return; }
    boxes.forEach(function (box) { box.value = ""; if (store) { store.removeItem(prefix + box.id); } });
    say("Jawaban sudah dihapus dari ponsel ini.");
  });
})();
