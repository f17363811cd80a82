/* What must be true of every page, whatever it shows; an expression whose value is a list of complaints. */
(() => {
  const said = [];
  const root = document.documentElement;
  const begin = it => it.outerHTML.slice(0, 90);
  const wide = root.scrollWidth - innerWidth;
  if (wide > 0) said.push(`moves sideways by ${wide}`);
  if (document.querySelectorAll("h1").length !== 1) said.push("not one h1");
  if (document.querySelectorAll("main").length !== 1) said.push("not one main");
  if (!root.lang) said.push("no language");
  if (!document.title.trim()) said.push("no title");
  for (const it of document.querySelectorAll("img:not([alt]), svg:not([role]):not([aria-hidden])"))
    said.push(`no words for ${begin(it)}`);
  for (const it of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!it.labels.length && !it.ariaLabel) said.push(`no label: ${begin(it)}`);
  for (const it of performance.getEntriesByType("resource"))
    if (!it.name.startsWith(location.origin)) said.push(`asks ${it.name}`);
  const ids = new Set();
  for (const it of document.querySelectorAll("*"))
    for (const at of it.attributes) {
      if (/^on/i.test(at.name)) said.push(`${at.name} on ${it.tagName}`);
      if (at.name === "id" && ids.size === ids.add(at.value).size) said.push(`two with id ${at.value}`);
    }
  for (const it of document.querySelectorAll("[href]:not([rel=icon]), [src], [action]")) {
    const to = String(it.href?.baseVal ?? it.href ?? it.src ?? it.action);
    const url = new URL(to, location);
    if (!/^(https?|ftp|mailto):$/i.test(url.protocol)) said.push(`leads to ${to}`);
    const own = url.origin === location.origin && url.pathname === location.pathname && url.search === location.search;
    if (own && url.hash.length > 1 && !document.getElementById(decodeURIComponent(url.hash.slice(1))))
      said.push(`leads to ${url.hash}, which is not on the page`);
  }
  const never = "img, picture, video, audio, iframe, object, embed, base, meta[http-equiv], marquee, foreignObject,"
    + "body style, [style], [srcdoc], form:not([action^='/']), math, template,"
    + "script:not([src^='/static/']):not([type='application/ld+json'])";
  for (const it of document.querySelectorAll(never)) said.push(`not ours: ${begin(it)}`);
  for (const it of document.querySelectorAll("script[type='application/ld+json']")) JSON.parse(it.textContent);
  if (window.hurt !== undefined) said.push("a script ran");
  return said;
})()
