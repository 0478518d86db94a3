"use strict";
// Filters, keys and the picture viewer. Without this script the report is all there, unfiltered.
{
  const form = document.querySelector(".filters");
  const pages = [...document.querySelectorAll(".page")];
  const dialog = document.querySelector("dialog");
  const stage = dialog.querySelector(".stage");
  const frame = stage.querySelector(".frame");
  const old = frame.querySelector(".old");
  const handle = frame.querySelector(".handle");
  const wipe = dialog.querySelector("input");
  const nothing = document.querySelector(".nothing");

  const filter = () => {
    const { page, width, check, faulty } = form.elements;
    const text = page.value.trim().toLowerCase();
    let shown = 0;
    for (const section of pages) {
      let cards = 0;
      for (const card of section.querySelectorAll(".cards li")) {
        const fits = (!check.value || card.dataset.check === check.value) &&
          (!width.value || card.dataset.widths.split(" ").includes(width.value));
        card.hidden = !fits;
        cards += fits;
      }
      for (const shot of section.querySelectorAll(".strip li")) {
        shot.hidden = width.value !== "" && shot.dataset.width !== width.value;
      }
      section.hidden = !section.dataset.page.toLowerCase().includes(text) ||
        (faulty.checked && !section.classList.contains("faulty")) || (check.value !== "" && cards === 0);
      shown += !section.hidden;
    }
    form.elements.count.value = `${shown} of ${pages.length} pages`;
    nothing.hidden = shown > 0;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());

  let current = null;
  const show = (button) => {
    current = button;
    const { file, before, label } = button.dataset;
    dialog.querySelector("strong").textContent = label;
    stage.querySelector(".after").src = file;
    stage.querySelector(".after").alt = label;
    const earlier = old.querySelector(".before");
    for (const part of [old, handle, wipe.parentElement]) part.hidden = !before;
    if (before) {
      earlier.src = before;
      earlier.alt = `${label}, before`;
    }
    if (!dialog.open) dialog.showModal();
  };
  const step = (by) => {
    const all = [...current.closest(".strip").querySelectorAll("li:not([hidden]) button")];
    const next = all[all.indexOf(current) + by];
    if (next) show(next);
  };
  const setWipe = (value) => {
    wipe.value = value;
    stage.style.setProperty("--wipe", `${value}%`);
  };
  wipe.addEventListener("input", () => setWipe(wipe.value));
  // The handle goes where the finger or the mouse is on the picture.
  const follow = (event) => {
    const box = frame.getBoundingClientRect();
    setWipe(Math.min(100, Math.max(0, 100 * (event.clientX - box.left) / box.width)));
  };
  frame.addEventListener("pointerdown", (event) => {
    if (old.hidden || event.button !== 0) return;
    frame.setPointerCapture(event.pointerId);
    follow(event);
  });
  frame.addEventListener("pointermove", (event) => {
    if (frame.hasPointerCapture(event.pointerId)) follow(event);
  });
  stage.addEventListener("dragstart", (event) => event.preventDefault());
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".strip button");
    if (button) show(button);
    else if (event.target.closest(".close") || event.target === dialog) dialog.close();
  });
  dialog.addEventListener("close", () => current?.focus());

  const visible = () => pages.filter((section) => !section.hidden);
  const go = (by) => {
    const all = visible();
    const at = all.indexOf(document.activeElement?.closest?.(".page"));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    next?.focus({ preventScroll: true });
    next?.scrollIntoView({ block: "start" });
  };
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches?.("input[type=search], select");
    if (dialog.open) {
      if (event.target === wipe) return;
      if (event.key === "ArrowRight") step(1);
      else if (event.key === "ArrowLeft") step(-1);
      else if (event.key === "b") setWipe(Number(wipe.value) > 50 ? 0 : 100);
    } else if (event.key === "Escape" && typing) event.target.blur();
    else if (typing) return;
    else if (event.key === "/") {
      event.preventDefault();
      form.elements.page.focus();
    } else if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "Enter" && event.target.matches?.(".page")) {
      const first = event.target.querySelector(".strip li:not([hidden]) button");
      // Else the same key press would activate the viewer's first button, which closes it.
      event.preventDefault();
      if (first) show(first);
    }
  });
  setWipe(50);
  filter();
}
