"use strict";
// Everything works without this; with it, copying takes one press and a sentence is chosen by touching it.

const said = document.getElementById("said");

const say = (text) => { said.textContent = ""; requestAnimationFrame(() => { said.textContent = text; }); };

const copy = async (text, button) => {
  await navigator.clipboard.writeText(text);
  button.dataset.label ??= button.textContent;
  button.textContent = "Copied";
  say("Copied with its citation.");
  setTimeout(() => { button.textContent = button.dataset.label; }, 2000);
};

// A quotation with its citation, as text; where that cannot be copied, the link leads to a page to copy from.
for (const link of document.querySelectorAll("a.take")) {
  link.addEventListener("click", async (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    try {
      const answer = await fetch(link.href.replace("/cite?", "/cite.txt?"));
      if (!answer.ok) throw new Error(answer.statusText);
      await copy((await answer.text()).trimEnd(), link);
    } catch {
      location.href = link.href;
    }
  });
}

for (const button of document.querySelectorAll("button.copy")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const area = button.closest("section").querySelector("textarea");
  button.addEventListener("click", () => copy(area.value, button).catch(() => { area.select(); say("Selected; copy it with the keyboard."); }));
}

// A sentence that is touched becomes the one that the page is opened at.
document.querySelector(".text")?.addEventListener("click", (event) => {
  const sentence = event.target.closest(".s[id]");
  if (!sentence || event.target.closest("a") || !getSelection().isCollapsed) return;
  const { scrollX, scrollY } = window;
  location.replace(`#${sentence.id}`);
  scrollTo(scrollX, scrollY);
});
