/* What makes the page of a work quicker to use: copying a citation, setting it in another style without
   leaving the page, related works when a reader comes near them. Without this file the button is not
   there, the style is a form and the works are a link. Markup comes from this site only and is taken
   over node by node, so nothing in it runs. */

/** The nodes of a part of one of our pages. */
async function part(address) {
  const answer = await fetch(address, { headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status} ${address}`);
  return new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes;
}

/** To the clipboard; where there is none, selected for the reader to copy. */
async function copy(element) {
  const { clipboard } = navigator;
  if (clipboard) return clipboard.writeText((element.innerText || element.textContent).trim());
  getSelection().selectAllChildren(element);
  throw new Error("no clipboard");
}

for (const button of document.querySelectorAll("button[data-copy]")) {
  const word = button.textContent;
  button.addEventListener("click", async () => {
    try {
      await copy(document.getElementById(button.dataset.copy).querySelector(".read"));
      button.textContent = button.dataset.done;
      setTimeout(() => { button.textContent = word; }, 2000);
    } catch { /* What is to be copied is selected. */ }
  });
}

for (const form of document.querySelectorAll("form.pick")) {
  let latest = 0;
  async function set(event) {
    event.preventDefault();
    const turn = ++latest;
    const asked = new URLSearchParams(new FormData(form));
    asked.set("part", "1");
    try {
      const nodes = await part(`${form.action}?${asked}`);
      if (turn === latest) document.getElementById("cited").replaceChildren(...nodes);
    } catch {
      form.submit();
    }
  }
  form.addEventListener("change", set);
  form.addEventListener("submit", set);
}

const near = new IntersectionObserver((entries) => {
  for (const { target } of entries.filter((it) => it.isIntersecting)) {
    near.unobserve(target);
    part(target.dataset.part).then((nodes) => {
      target.replaceChildren(...nodes);
      // The room kept for it is given back only where nobody sees what moves.
      if (target.getBoundingClientRect().top > innerHeight) target.classList.remove("later");
    }).catch(() => {});
  }
}, { rootMargin: "900px" });
for (const place of document.querySelectorAll("[data-part]")) near.observe(place);
