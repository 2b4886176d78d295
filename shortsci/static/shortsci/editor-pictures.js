/* Pictures that are chosen, pasted or dropped go to the site, and their Markdown into the text. */
(() => {
  "use strict";
  const words = document.currentScript.dataset; // in the language of the page
  const { form, text, put } = window.summaryEditor ?? {};
  if (!form) return;
  const input = document.getElementById("id_picture");
  const status = document.getElementById("picture-status");
  const url = input.form.querySelector("[formaction$='/images/']").formAction;

  const pictures = (list) => [...(list ?? [])].filter((file) => file.type.startsWith("image/"));

  async function add(files) {
    for (const file of files) {
      status.textContent = words.adding.replace("{name}", () => file.name || words.unnamed);
      status.textContent = await addOne(file);
    }
  }

  async function addOne(file) {
    const data = new FormData();
    data.set("picture", file);
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    try {
      const response = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
      const answer = isJson ? await response.json() : {};
      if (!response.ok) return answer.detail ?? words.refused;
      insert(answer.markdown);
      return words.added;
    } catch {
      return words.offline;
    }
  }

  let wasInText = false;
  text.addEventListener("focus", () => (wasInText = true), { once: true });

  /* Where the caret is, but at the end for who has not been in the text, and behind a picture that is being described. */
  function place() {
    if (!wasInText) return text.value.length;
    const at = text.selectionEnd;
    const rest = /^[^\n[\]]*\]\(\/images\/[^)\n]*\)\n?/.exec(text.value.slice(at));
    return rest && /!\[[^\]\n]*$/.test(text.value.slice(0, at)) ? at + rest[0].length : at;
  }

  function insert(markdown) {
    const at = place();
    const before = text.value.slice(0, at);
    const lead = !before || before.endsWith("\n") ? "" : "\n\n";
    const first = lead.length + 2;
    put(at, at, `${lead}${markdown}\n`, first, lead.length + markdown.indexOf("]("));
  }

  input.addEventListener("change", async () => {
    await add([...input.files]);
    input.value = ""; // or it would be sent again with the text
  });
  text.addEventListener("paste", (event) => {
    const files = pictures(event.clipboardData?.files);
    if (!files.length || event.clipboardData.getData("text/plain")) return; // a spreadsheet brings words and a picture of them
    event.preventDefault();
    add(files);
  });
  text.addEventListener("dragover", (event) => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  text.addEventListener("drop", (event) => {
    const files = pictures(event.dataTransfer?.files);
    if (!files.length) return;
    event.preventDefault();
    add(files);
  });
})();
