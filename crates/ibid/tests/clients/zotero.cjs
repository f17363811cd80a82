// Lets Zotero's own engine and translators take works from pages: all translators that know a page, best first.
// Prints for each {page, by, kind, items}. Arguments: the folder with the package, then addresses.
const { execFileSync } = require("node:child_process");
const [folder, ...pages] = process.argv.slice(2);
if (pages.length > 1) {
  // The engine keeps something of each page, and trips over it on the next.
  for (const page of pages) execFileSync(process.execPath, [__filename, folder, page], { stdio: "inherit" });
  process.exit(0);
}
const print = line => process.stdout.write(JSON.stringify(line) + "\n");
console.log = () => {};
const found = name => require.resolve(name, { paths: [folder] });
// The engine's XPath asks which of two attributes comes first, and its DOM does not know.
const { interface: Attr } = require(found("jsdom/lib/jsdom/living/generated/Attr"));
Attr.prototype.compareDocumentPosition = function (other) {
  const [one, two] = [this.ownerElement, other.ownerElement];
  if (one !== two) return one.compareDocumentPosition(two);
  const all = [...one.attributes];
  return all.indexOf(this) < all.indexOf(other) ? 4 : 2;
};
require(found("zotero-translators"));
const Zotero = globalThis.Zotero;
Zotero.debug = () => {};
// A translator that finds nothing says so twice.
process.on("unhandledRejection", () => {});

async function take(doc, page, translator) {
  const translate = new Zotero.Translate.Web();
  translate.setDocument(doc);
  translate.setTranslator(translator);
  translate.setHandler("select", (_, found, chosen) => chosen(found));
  const items = await translate.translate({ libraryID: false, saveAttachments: false });
  print({ page, by: translator.label, kind: translator.itemType, items });
}

(async () => {
  for (const page of pages) {
    await Zotero.HTTP.processDocuments([page], async doc => {
      const translate = new Zotero.Translate.Web();
      translate.setDocument(doc);
      for (const translator of await translate.getTranslators(true)) {
        // That one asks other sites what a DOI means.
        if (translator.label !== "DOI") await take(doc, page, translator);
      }
    });
  }
})().catch(error => { console.error(error); process.exit(1); });
