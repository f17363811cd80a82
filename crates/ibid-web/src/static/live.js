/* The search page while somebody works with it: results as they type, facets and years without loading
   the page anew. All of it asks for the very address a link or form would lead to, and puts what is
   marked `data-live` there in the place of what is here; without this file the same links load pages. */

/** Milliseconds without a key before anything is asked. */
const PAUSE = 180;

const [box, status] = [document.getElementById("q"), document.createElement("span")];
const region = () => document.querySelector("[data-live]");
let [request, timer] = [new AbortController(), 0];

status.className = "vh";
status.setAttribute("role", "status");
document.querySelector("main").append(status);

const path = region().dataset.live;
const isSearch = (url) => url.origin === location.origin && url.pathname === path;

/** The page at `url`; what is no success is no page. */
async function page(url, signal) {
  const answer = await fetch(url, { signal, headers: { accept: "text/html" } });
  if (!answer.ok) throw new Error(answer.status);
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

/** Folds that are open stay open. */
function keepFolds(from, to) {
  for (const fold of from.querySelectorAll("details[data-fold]")) {
    const same = to.querySelector(`details[data-fold="${fold.dataset.fold}"]`);
    if (same) same.open = fold.open;
  }
}

/** What somebody was at stays where they are: a link by its words, a box by its name. */
function keepFocus(from, to) {
  const at = document.activeElement;
  if (!from.contains(at)) return () => {};
  const same = (it) => (at.name ? it.name === at.name : it.textContent.replace("✓ ", "") === at.textContent.replace("✓ ", ""));
  const next = [...to.querySelectorAll(at.localName)].find(same) ?? to.querySelector("a");
  return () => next?.focus({ preventScroll: true });
}

/** Shows the search at `url`; `how` says what becomes of the way back. Where that fails the page itself
    says why, but not to who is still typing: there, what was found last stays. */
async function go(url, how = "push") {
  clearTimeout(timer);
  request.abort();
  request = new AbortController();
  const { signal } = request;
  region().setAttribute("aria-busy", "true");
  try {
    const next = await page(url, signal);
    const [old, fresh] = [region(), next.querySelector("[data-live]")];
    if (signal.aborted) return;
    if (!fresh) return location.assign(url);
    keepFolds(old, fresh);
    const focus = keepFocus(old, fresh);
    old.replaceWith(document.adoptNode(fresh));
    focus();
    document.title = next.title;
    status.textContent = fresh.querySelector("[data-count]")?.textContent ?? "";
    if (how !== "stay") history[`${how}State`](null, "", url);
    if (how !== "replace") box.value = url.searchParams.get("q") ?? "";
  } catch {
    if (signal.aborted) return;
    if (how !== "replace") return location.assign(url);
    region().removeAttribute("aria-busy");
  }
}

/** The address with another text, from its first page. */
function asked(text) {
  const url = new URL(location.href);
  for (const name of ["page", "after", "before", "q"]) url.searchParams.delete(name);
  const rest = [...url.searchParams];
  url.search = new URLSearchParams([...(text ? [["q", text]] : []), ...rest]);
  return url;
}

box.addEventListener("input", (event) => {
  clearTimeout(timer);
  if (!event.isComposing) timer = setTimeout(() => go(asked(box.value.trim()), "replace"), PAUSE);
});
box.addEventListener("compositionend", () => go(asked(box.value.trim()), "replace"));
box.form.addEventListener("submit", (event) => {
  event.preventDefault();
  go(asked(box.value.trim()), "push");
});
addEventListener("popstate", () => go(new URL(location.href), "stay"));

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-live] form")) return;
  event.preventDefault();
  const sent = [...new FormData(form)].filter(([, value]) => value !== "");
  go(new URL(`${path}?${new URLSearchParams(sent)}`, location.href));
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-live] a");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
  const url = new URL(link.href.baseVal ?? link.href, location.href);
  if (link.matches(".why")) {
    event.preventDefault();
    why(link, url);
  } else if (link.dataset.copied && navigator.clipboard) {
    event.preventDefault();
    navigator.clipboard.writeText(url.href).then(() => (link.textContent = status.textContent = link.dataset.copied));
  } else if (isSearch(url) && !link.hasAttribute("download")) {
    event.preventDefault();
    const on = link.closest(".pages");
    go(url).then(() => on && scrollTo({ top: 0 }));
  }
});

/** Unfolds why a result was found below it, or folds it away again. */
async function why(link, url) {
  const open = link.parentElement.querySelector(".because");
  link.setAttribute("aria-expanded", String(!open));
  if (open) return open.remove();
  const found = (await page(url).catch(() => null))?.getElementById("why");
  if (!found) return location.assign(url);
  found.removeAttribute("id");
  found.className = "because box";
  link.parentElement.append(document.adoptNode(found));
}

/** Years chosen by drawing over the bars of a histogram. */
let drawn = null;
const bars = (svg) => [...svg.querySelectorAll("a[data-from]")];
function barAt(svg, x) {
  const all = bars(svg);
  const index = all.findIndex((bar) => x < bar.getBoundingClientRect().right);
  return index < 0 ? all.length - 1 : index;
}
document.addEventListener("dragstart", (event) => event.target.closest?.("form[data-years] svg") && event.preventDefault());
document.addEventListener("pointerdown", (event) => {
  const svg = event.target.closest("form[data-years] svg");
  if (svg && event.button === 0) drawn = { svg, from: barAt(svg, event.clientX), to: -1 };
});
document.addEventListener("pointermove", (event) => {
  if (!drawn) return;
  drawn.to = barAt(drawn.svg, event.clientX);
  const [first, last] = [drawn.from, drawn.to].sort((a, b) => a - b);
  bars(drawn.svg).forEach((bar, at) => bar.lastElementChild.classList.toggle("off", at < first || at > last));
});
document.addEventListener("pointerup", () => {
  if (!drawn) return;
  const { svg, from, to } = drawn;
  drawn = null;
  if (to < 0 || to === from) return;
  const [first, last] = [from, to].sort((a, b) => a - b).map((at) => bars(svg)[at]);
  const form = svg.closest("form");
  const name = form.dataset.years;
  form.elements[name].value = first.dataset.from;
  form.elements[name.replace("from", "to")].value = last.dataset.to;
  addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
  form.requestSubmit();
});
