/**
 * Signs up, signs in with a second factor, and changes a profile, with nothing but the API's own HTTP (docs/api.md).
 *
 * Tokens and secrets are in the variables of this module and nowhere else: not in an address, a cookie or a storage, where
 * they would outlive the page. Reloading it signs out. What the API or a user wrote is shown as text only.
 */

const TIMEOUT_MS = 30_000;
/** How long an upload may take to appear in the profile. */
const IMAGE_MS = 15_000;

const find = (id) => document.getElementById(id);

/** `base` is the address of the API; `images` that of the host for images, which only a stage with an edge has. */
const api = { base: "", images: "" };
/** `accessToken` and `refreshToken` of who is signed in. */
let tokens;
/** `challenge`, `session` and `email` of a sign-in that is not complete. */
let challenge;
/** The profile as it was read last, and its version. */
let profile;
let version;

// ---- Calls -----------------------------------------------------------------------------------------------------------

/** What the API answered instead of what was asked for. */
class ApiError extends Error {
  constructor(response, body) {
    super(body?.message ?? `The service answered with status ${response.status} and no explanation. Try again later.`);
    this.code = body?.code ?? (response.status >= 500 ? "internal" : "unknown");
    // The firewall can't insert an id: it is in a header of CloudFront.
    const ids = [body?.requestId, response.headers.get("x-amz-cf-id")].filter((id) => id && !id.startsWith("see "));
    this.requestId = ids[0];
    this.retryAfter = response.headers.get("retry-after");
  }
}

/** No session, or no longer. */
class SignedOut extends Error {}

async function send(method, path, { body, token, ifMatch } = {}) {
  const headers = {};
  if (body) headers["content-type"] = "application/json";
  if (token) headers["authorization"] = `Bearer ${token}`;
  if (ifMatch) headers["if-match"] = ifMatch;
  const options = { method, headers, body: body && JSON.stringify(body) };
  const response = await reach(api.base + path, options).catch(async (error) => {
    throw new Error(await whyUnreachable(error));
  });
  const text = await response.text();
  // 204 has no body; CloudFront answers some errors itself, with a page of HTML.
  const answer = text && response.headers.get("content-type")?.startsWith("application/json") ? JSON.parse(text) : undefined;
  if (!response.ok) throw new ApiError(response, answer);
  return { answer, etag: response.headers.get("etag") };
}

function reach(url, options) {
  return fetch(url, { cache: "no-store", credentials: "omit", signal: AbortSignal.timeout(TIMEOUT_MS), ...options });
}

/** A browser does not say why a call failed. What it lets through shows what it was. */
async function whyUnreachable(error) {
  if (error.name === "TimeoutError") return `The API did not answer within ${TIMEOUT_MS / 1000} seconds. Try again.`;
  if (!navigator.onLine) return "You are offline. Try again when you have a connection.";
  const answers = (mode) => reach(`${api.base}/health`, { mode }).then(
    () => true,
    () => false,
  );
  if (await answers("cors")) return "This call got no answer that the browser may show, though the API is up. Try again.";
  if (!(await answers("no-cors"))) return `The API can't be reached at ${api.base}. Is it deployed and running?`;
  return `The API is up, but the browser may not show its answers to pages of ${location.origin}: its AllowedOrigin names another origin.`;
}

/** A call of the user who is signed in. An access token that has expired is renewed, once. */
async function sendAsUser(method, path, options) {
  if (!tokens) throw new SignedOut("Sign in first.");
  try {
    return await send(method, path, { ...options, token: tokens.accessToken });
  } catch (error) {
    if (error.code !== "unauthorized") throw error;
  }
  await renew();
  return send(method, path, { ...options, token: tokens.accessToken });
}

let renewal;

/** One renewal for all calls that need it at a time: a refresh token has one successor. */
function renew() {
  renewal ??= send("POST", "/auth/refresh", { body: { refreshToken: tokens?.refreshToken } })
    .then(({ answer }) => (tokens = answer))
    .catch((error) => {
      throw error.code === "unauthorized" ? new SignedOut("Your session has ended. Sign in again.") : error;
    })
    .finally(() => (renewal = undefined));
  return renewal;
}

// ---- What the page shows ---------------------------------------------------------------------------------------------

function show(view) {
  for (const section of document.querySelectorAll("[data-view]")) {
    section.hidden = section.dataset.view !== view;
    if (!section.hidden) find("title").textContent = document.title = section.dataset.title;
  }
  // Screen readers begin with the new title.
  find("title").focus();
}

function say(text) {
  find("status").textContent = text;
}

function paragraph(text, className = "") {
  const element = document.createElement("p");
  element.textContent = text;
  element.className = className;
  return element;
}

function showError(error) {
  const lines = [paragraph(error.message)];
  if (error.retryAfter) lines.push(paragraph(`Wait ${error.retryAfter} s, then try again.`));
  if (error.requestId) lines.push(paragraph(`For the support desk: ${error.code}, request ${error.requestId}`, "note"));
  find("error").replaceChildren(...lines);
}

/** Runs what a button does; shows how it ended. */
async function run(button, task) {
  find("error").replaceChildren();
  say("");
  button.disabled = true;
  try {
    await task();
  } catch (error) {
    if (error instanceof SignedOut || error.code === "recent_sign_in_required") forget();
    showError(error);
  } finally {
    button.disabled = false;
  }
}

function onSubmit(id, task) {
  find(id).addEventListener("submit", (event) => {
    event.preventDefault();
    run(event.submitter ?? find(id).querySelector("button"), () => task(new FormData(event.target), event.target));
  });
}

function onClick(id, task) {
  find(id).addEventListener("click", (event) => run(event.target, task));
}

/** Ends the session on this page, with everything that it showed. */
function forget() {
  tokens = challenge = profile = version = undefined;
  for (const form of document.forms) form.reset();
  hideSecret();
  showImage();
  for (const id of ["email", "status"]) find(id).textContent = "";
  show("sign-in");
}

function showProfile({ answer, etag }) {
  profile = answer;
  version = etag;
  find("email").textContent = profile.email;
  find("profile-name").value = profile.name;
  find("image-path").textContent = profile.imageUrl ? `Stored as ${profile.imageUrl}` : "No image yet.";
  if (profile.imageUrl && api.images) showImage(new URL(profile.imageUrl, api.images));
}

function showImage(url) {
  const image = find("shown-image");
  if (image.src.startsWith("blob:")) URL.revokeObjectURL(image.src);
  if (url) image.src = url;
  else image.removeAttribute("src");
  image.hidden = !url;
}

function hideSecret() {
  find("confirm-totp").hidden = true;
  find("totp-secret").textContent = "";
  find("totp-link").removeAttribute("href");
}

// ---- What the buttons do ---------------------------------------------------------------------------------------------

for (const button of document.querySelectorAll("[data-go]")) {
  button.addEventListener("click", () => {
    find("error").replaceChildren();
    say("");
    show(button.dataset.go);
  });
}

onSubmit("sign-up", async (form) => {
  const { answer } = await send("POST", "/auth/signup", { body: Object.fromEntries(form) });
  find("confirm-email").value = find("sign-in-email").value = form.get("email");
  find("sign-up-password").value = "";
  show("confirm");
  say(`A code was sent to ${answer.delivery.destination}, unless that address has an account.`);
});

onSubmit("confirm", async (form, element) => {
  await send("POST", "/auth/confirm", { body: Object.fromEntries(form) });
  find("sign-in-email").value = form.get("email");
  element.reset();
  show("sign-in");
  say("Your account is confirmed. Sign in.");
});

onClick("resend", async () => {
  const { answer } = await send("POST", "/auth/resend", { body: { email: find("confirm-email").value } });
  say(`A code was sent to ${answer.delivery.destination}, unless that account is confirmed.`);
});

onSubmit("sign-in", async (form, element) => {
  const { answer } = await send("POST", "/auth/signin", { body: Object.fromEntries(form) });
  await proceed(answer, form.get("email"));
  element.reset();
});

for (const id of ["answer-code", "answer-password"]) {
  onSubmit(id, async (form, element) => {
    const proof = Object.fromEntries(form);
    const { answer } = await send("POST", "/auth/challenge", { body: { ...challenge, ...proof } });
    await proceed(answer, challenge.email);
    element.reset();
  });
}

/** A sign-in ends with tokens, or asks for more first. */
async function proceed(answer, email) {
  if (answer.challenge) {
    challenge = { ...answer, email };
    find("challenge-email").value = email;
    find("answer-code").hidden = answer.challenge !== "SOFTWARE_TOKEN_MFA";
    find("answer-password").hidden = answer.challenge !== "NEW_PASSWORD_REQUIRED";
    return show("challenge");
  }
  tokens = answer;
  challenge = undefined;
  showProfile(await sendAsUser("GET", "/user/profile"));
  show("profile");
}

onSubmit("profile", async (form) => {
  const change = { body: Object.fromEntries(form), ifMatch: version };
  try {
    showProfile(await sendAsUser("PUT", "/user/profile", change));
  } catch (error) {
    if (error.code !== "precondition_failed") throw error;
    // What was written elsewhere is shown: to save over it is the user's choice.
    showProfile(await sendAsUser("GET", "/user/profile"));
    throw new Error("Your profile was changed elsewhere in the meantime. Here it is as it is now.");
  }
  say("Saved.");
});

onSubmit("image", async (form, element) => {
  const file = form.get("file");
  const before = profile.imageUrl;
  const { answer } = await sendAsUser("POST", "/user/profile/image", { body: { contentType: file.type } });
  await upload(answer, file);
  say("Uploaded. Waiting for the profile to show it…");
  const end = Date.now() + IMAGE_MS;
  do {
    await new Promise((done) => setTimeout(done, 500));
    showProfile(await sendAsUser("GET", "/user/profile"));
  } while (profile.imageUrl === before && Date.now() < end);
  if (profile.imageUrl === before) throw new Error("The upload is not in the profile. What is no image is deleted.");
  // A stage without an edge has no host for images.
  if (!api.images) showImage(URL.createObjectURL(file));
  element.reset();
  say("Your image is stored.");
});

/** Sends the file to S3, with the form's fields before it. */
async function upload({ uploadUrl, fields }, file) {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", file);
  const response = await reach(uploadUrl, { method: "POST", body: form }).catch(() => {
    throw new Error(`The upload failed. The connection broke, or the bucket allows no pages of ${location.origin}.`);
  });
  if (response.ok) return;
  const message = (await response.text()).match(/<Message>([^<]*)/)?.[1];
  throw new Error(`The upload was refused: ${message ?? `status ${response.status}`}`);
}

onClick("enroll", async () => {
  const { answer } = await sendAsUser("POST", "/auth/totp");
  const issuer = location.hostname;
  const label = encodeURIComponent(`${issuer}:${profile.email}`);
  find("totp-secret").textContent = answer.secret.match(/.{1,4}/g).join(" ");
  find("totp-link").href = `otpauth://totp/${label}?secret=${answer.secret}&issuer=${encodeURIComponent(issuer)}`;
  find("confirm-totp").hidden = false;
  find("totp-code").focus();
});

onSubmit("confirm-totp", async (form, element) => {
  await sendAsUser("POST", "/auth/totp/confirm", { body: Object.fromEntries(form) });
  element.reset();
  hideSecret();
  say("From now on, signing in asks for a code of the app.");
});

onClick("disenroll", async () => {
  await sendAsUser("DELETE", "/auth/totp");
  hideSecret();
  say("Signing in asks for no code any more.");
});

onClick("sign-out", async () => {
  try {
    await sendAsUser("POST", "/auth/signout");
    forget();
    say("You are signed out, on every device.");
  } catch (error) {
    forget();
    // Without an answer, other devices may still be signed in.
    throw error instanceof SignedOut ? error : new Error(`Signed out here only: ${error.message}`);
  }
});

// ---- Start -----------------------------------------------------------------------------------------------------------

async function start() {
  const response = await reach("config.json", {});
  const config = await response.json().catch(() => ({}));
  api.base = config.CdnUrl ?? config.ApiUrl ?? "";
  api.images = config.CdnUrl ?? "";
  if (!api.base) throw new Error(`config.json names no ApiUrl: ${config.message ?? `status ${response.status}`}`);
  show("sign-in");
  // A refusal of this page's origin is shown before a password is typed.
  await send("GET", "/health");
}

start().catch(showError);
