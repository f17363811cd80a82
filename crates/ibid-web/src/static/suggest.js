/* Suggestions under the search box while somebody types: a combobox after the ARIA practices. Without
   this file the box is a plain one and nothing is missing. What records say is only ever set as text,
   and a choice leads nowhere but to this site. */

/** Milliseconds without a key before anything is asked. */
const PAUSE = 120;

const look = new CSSStyleSheet();
look.replaceSync(`
.find { position: relative; }
.offer { position: absolute; z-index: 2; top: calc(100% + .4rem); left: 0; right: 0; max-height: min(70vh, 30rem);
  overflow-y: auto; padding: .25rem; background: var(--paper); border: 1px solid var(--edge); border-radius: 4px; }
.offer[hidden] { display: none; }
.offer a { display: block; padding: .4rem .6rem; border-radius: 3px; color: var(--ink); text-decoration: none; }
.offer a + a { border-top: 1px solid var(--rule); }
.offer a:hover, .offer a[aria-selected=true] { background: var(--wash); }
.offer a[aria-selected=true] { outline: 2px solid var(--accent); outline-offset: -2px; }
.offer bdi { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.offer bdi:first-child { font: 600 1rem/1.3 var(--serif); }
.offer bdi + bdi { font-size: .86rem; color: var(--soft); -webkit-line-clamp: 1; }
@media print { .offer { display: none; } }
`);
document.adoptedStyleSheets = [...document.adoptedStyleSheets, look];

/** Whether an address is one of this site. Browsers read "/\" and a tab after "/" as "//". */
function isOurs(url) {
  return /^\/(?![/\\])/.test(url) && new URL(url, location.href).origin === location.origin;
}

function set(element, attributes, text = "") {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  if (text) element.textContent = text;
  return element;
}

const made = (name, attributes, text) => set(document.createElement(name), attributes, text);

function attach(form, input) {
  const id = `${input.id}-offer`;
  const list = made("div", { id, class: "offer", role: "listbox", "aria-label": form.dataset.name, hidden: "" });
  const count = made("span", { class: "vh", role: "status" });
  let [options, chosen, timer] = [[], -1, 0];
  let request = new AbortController();

  function open(is) {
    list.hidden = !is;
    input.setAttribute("aria-expanded", String(is));
    if (!is) choose(-1);
  }
  function choose(at) {
    options[chosen]?.setAttribute("aria-selected", "false");
    chosen = at;
    const option = options[at];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }
  function show(suggestions) {
    choose(-1);
    options = suggestions.filter((it) => isOurs(it.url)).map((it, at) => {
      const given = { id: `${id}-${at}`, role: "option", "aria-selected": "false", tabindex: "-1", href: it.url };
      const option = made("a", given);
      option.append(made("bdi", {}, it.text), made("bdi", {}, it.note));
      return option;
    });
    list.replaceChildren(...options);
    count.textContent = options.length > 0 ? form.dataset.count.replace("{n}", options.length) : "";
    open(options.length > 0);
  }
  async function ask(q) {
    const { signal } = request;
    try {
      const asked = `${form.dataset.suggest}?${new URLSearchParams({ q })}`;
      const answer = await fetch(asked, { signal, headers: { accept: "application/json" } });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (!signal.aborted) show(suggestions);
    } catch {
      if (!signal.aborted) show([]);
    }
  }
  function stop() {
    clearTimeout(timer);
    request.abort();
    request = new AbortController();
  }
  function close() {
    stop();
    open(false);
  }
  input.addEventListener("input", () => {
    stop();
    if (input.value.trim()) timer = setTimeout(() => ask(input.value), PAUSE);
    else show([]);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const shown = !list.hidden;
    if (event.key === "ArrowDown" && shown) choose(chosen + 1 < options.length ? chosen + 1 : -1);
    else if (event.key === "ArrowDown" && options.length > 0) open(true);
    else if (event.key === "ArrowUp" && shown) choose(chosen < 0 ? options.length - 1 : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) options[chosen].click();
    else if (event.key === "Escape" && shown) close();
    else return;
    event.preventDefault();
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  // The box keeps the focus, so that it is not left before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", close);
  set(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id });
  form.append(list, count);
}

// Where results themselves come as one types, nothing is to stand before them.
if (!document.querySelector("[data-live]")) {
  for (const form of document.querySelectorAll("form[data-suggest]")) attach(form, form.elements.q);
}

document.addEventListener("keydown", (event) => {
  const free = !event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || !free || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  document.getElementById("q")?.focus();
  document.getElementById("q")?.select();
});
