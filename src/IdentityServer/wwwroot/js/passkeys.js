// Browsers hand out passkeys to scripts only. A form that wants one is hidden until it can have one; the browser's answer goes
// into the form, which is then sent like any other.
const can = window.PublicKeyCredential?.parseRequestOptionsFromJSON && PublicKeyCredential.parseCreationOptionsFromJSON;
let waiting = new AbortController();

async function fill(form, mediation) {
    waiting.abort();
    waiting = new AbortController();
    const { signal } = waiting;
    const asked = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "error", signal });
    if (!asked.ok) {
        throw new Error("asked for too late");
    }

    const options = await asked.json();
    const credential = form.dataset.passkey === "create"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options), signal })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options), mediation, signal });
    form.elements.credential.value = JSON.stringify(credential);
    form.submit();
}

function explain(problem) {
    switch (problem.name) {
        case "InvalidStateError": return "This device has a passkey for your account already.";
        case "NotAllowedError": return "That was stopped, or took too long. Try again when you are ready.";
        default: return "That did not work. Load this page anew and try again.";
    }
}

for (const form of can ? document.querySelectorAll("form[data-passkey]") : []) {
    form.hidden = false;
    form.parentElement.querySelector("[data-no-passkeys]")?.remove();
    form.addEventListener("submit", async event => {
        event.preventDefault();
        const problem = form.querySelector("[data-problem]");
        problem.textContent = "";
        try {
            await fill(form, "optional");
        } catch (failure) {
            problem.textContent = explain(failure);
        }
    });

    // The browser offers passkeys in the list below the email field, if it can, without being asked.
    if (form.dataset.passkey === "get" && document.querySelector("input[autocomplete~=webauthn]")) {
        PublicKeyCredential.isConditionalMediationAvailable?.().then(offers => offers && fill(form, "conditional")).catch(() => {
            // Nobody has asked for anything yet, so there is nothing to explain; the button still works.
        });
    }
}
