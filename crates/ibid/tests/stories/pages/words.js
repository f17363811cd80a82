/* English words a reader of another language would meet: a list of texts, each where it stands. */
(() => {
  // A record's own words: marked with their language, set apart by bdi, quoted as they were sent.
  const own = "[lang]:not(html), bdi, code, pre, kbd, samp, textarea, script, style, #source ol, .snip";
  const names = [
    document.querySelector(".brand")?.textContent ?? "",
    "RePEc IDEAS EconPapers EDIRC ReDIF JEL NEP DOI ISSN ISBN ORCID PDF PostScript HTML BibTeX RIS EndNote JSON CSL XML OAI",
    "BibLaTeX MODS MARCXML unAPI Feed PMH API OpenAPI",
    "Dublin Core Chicago APA MLA Harvard Vancouver IEEE ISO GOST Turabian URL FTP HTTP HTTPS KB MB UTC RSS Atom ID",
    "ms Esc Escape cookie ZIP Cite Them Right Elsevier ASA APSA Nature MHRA GB Journal of Economic Literature",
    "AND OR NOT title author abstract keyword jel series archive handle year about kind talk lang cites doi url",
  ].join(" ").split(/\s+/);
  const known = new Set(names.map(it => it.toLowerCase()));
  const plain = text => text
    .replace(/[“«「『"][^”»」』"]*[”»」』"]/g, " ")
    .replace(/\S*\d\S*/g, " ")
    .replace(/\b(https?|ftp):\/\/\S+|\S+@\S+|RePEc:\S+|\S+\.\w{2,5}\b|\b10\.\d{4,}\/\S+/gi, " ")
    .match(/\p{Script=Latin}{2,}/gu)?.filter(it => !known.has(it.toLowerCase()));
  const said = [];
  const say = (text, where) => {
    const left = plain(text);
    if (left?.length) said.push(`“${text.trim().slice(0, 100)}” in ${where}`);
  };
  // A label may repeat what stands within, a record's name for one.
  const without = (it, text) =>
    [...it.querySelectorAll(own)].reduce((text, one) => text.replace(one.textContent, " "), text);
  const at = it => it.closest("[id]")?.id + " " + it.localName + (it.className ? "." + it.className : "");
  say(document.title.split(" · ").length < 2 ? document.title : "", "title");
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const it = walk.currentNode.parentElement;
    if (!it.closest(own)) say(walk.currentNode.data, at(it));
  }
  for (const it of document.querySelectorAll("body [aria-label], body [title], [placeholder], [alt],"
    + "link[title]:not([type*=atom], [type*=rss], [type*=feed])"))
    for (const name of ["aria-label", "title", "placeholder", "alt"])
      if (it.hasAttribute(name) && !it.closest(own)) say(without(it, it.getAttribute(name)), `${name} of ${at(it)}`);
  return said;
})()
