/* Passkeys: asks the site what to ask the device, asks the device, and sends what it says with the form.
   Forms for it are hidden until this file has seen that the browser can. */

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** What the site says, with bytes where the browser wants bytes. */
function options({ publicKey }) {
  const known = (list) => list?.map((it) => ({ ...it, id: bytes(it.id) }));
  const asked = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  if (asked.excludeCredentials) asked.excludeCredentials = known(asked.excludeCredentials);
  if (asked.allowCredentials) asked.allowCredentials = known(asked.allowCredentials);
  return { publicKey: asked };
}

/** What the device says, as text. */
function answer(credential) {
  const said = credential.response;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const response = Object.fromEntries(parts.filter((it) => said[it]).map((it) => [it, text(said[it])]));
  if (said.getTransports) response.transports = said.getTransports();
  const extensions = credential.getClientExtensionResults();
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response, extensions });
}

async function ask(form) {
  const begun = await fetch(form.dataset.begin, { method: "POST", headers: { accept: "application/json" } });
  if (!begun.ok) throw new Error(begun.status);
  const { token, options: asked } = await begun.json();
  const wanted = options(asked);
  const credentials = navigator.credentials;
  const credential = await (form.dataset.passkey === "add" ? credentials.create(wanted) : credentials.get(wanted));
  form.elements.token.value = token;
  form.elements.credential.value = answer(credential);
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const [button, failed] = [form.querySelector("button"), form.querySelector("[role=alert]")];
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    failed.hidden = true;
    button.disabled = true;
    ask(form).catch(() => { failed.hidden = false; }).finally(() => { button.disabled = false; });
  });
}
