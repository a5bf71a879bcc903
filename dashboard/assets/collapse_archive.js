// One's own archive: read and counted here; only counts are posted, and to this server alone.
(function () {
  "use strict";
  const MOST_BYTES = 20e6;
  const MOST_ROWS = 1e6;
  const SEPARATOR = "\x7f";
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function decoded(buffer) {
    let text;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(buffer);
    } catch {
      throw new Error("it is not UTF-8 text, or is binary data");
    }
    if (text.includes("\0")) throw new Error("it is binary data, not text");
    if (!text.trim()) throw new Error("it is empty");
    return text;
  }

  // Rows of a table, with fields in quotes as RFC 4180 has them.
  function rows(text, separator) {
    const found = [];
    let row = [];
    let field = "";
    let quoted = false;
    const end = () => {
      row.push(field);
      field = "";
      if (row.some((one) => one.trim())) found.push(row);
      if (found.length > MOST_ROWS + 1) throw new Error("it has more than 1 million rows");
      row = [];
    };
    for (let i = 0; i < text.length; i += 1) {
      const sign = text[i];
      if (quoted) {
        if (sign !== '"') field += sign;
        else if (text[i + 1] === '"') {
          field += '"';
          i += 1;
        } else quoted = false;
      } else if (sign === '"' && !field) quoted = true;
      else if (sign === separator) {
        row.push(field);
        field = "";
      } else if (sign === "\n") end();
      else if (sign !== "\r") field += sign;
    }
    if (field || row.length) end();
    return found;
  }

  function table(text) {
    const first = text.slice(0, text.search(/\r?\n|$/));
    const separator = first.includes("\t") ? "\t" : first.includes(";") && !first.includes(",") ? ";" : ",";
    let lines = 0;
    for (let at = -1; (at = text.indexOf("\n", at + 1)) >= 0; ) lines += 1;
    if (lines > 2 * MOST_ROWS + 2) throw new Error("it has more than 1 million rows");
    const found = rows(text, separator);
    const head = found[0].map((one) => one.trim().toLowerCase());
    let columns = [head.indexOf("pattern"), head.indexOf("frequency")];
    if (columns[0] >= 0 && columns[1] >= 0) found.shift();
    else if (head.length === 2) columns = [0, 1];
    else throw new Error("a table needs the columns pattern and frequency");
    if (!found.length) throw new Error("the table has no rows");
    const clean = (one) => (one || "").replaceAll(SEPARATOR, "").trim();
    return {
      kind: "table",
      pieces: found.map((row) => clean(row[columns[0]])).join(SEPARATOR),
      numbers: found.map((row) => clean(row[columns[1]])).join(SEPARATOR),
    };
  }

  function counted(text) {
    const counts = new Map();
    for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{M}\p{N}\u200c\u200d'’_.,]*[\p{L}\p{M}\p{N}]/gu)) {
      const piece = word.replace(/^['’_.,]+/u, "").replaceAll("’", "'");
      counts.set(piece, (counts.get(piece) || 0) + 1);
      if (counts.size > MOST_ROWS) throw new Error("it has more than 1 million different words");
    }
    if (!counts.size) throw new Error("there are no words in this text");
    return {
      kind: "text",
      pieces: [...counts.keys()].join(SEPARATOR),
      numbers: [...counts.values()].join(SEPARATOR),
    };
  }

  const isTable = (name, text) =>
    /\.(csv|tsv)$/i.test(name) || /^\uFEFF?"?pattern"?[,;\t]"?frequency"?\s/i.test(text);

  async function read(file) {
    const { name, size } = file;
    try {
      if (size > MOST_BYTES) throw new Error("it is larger than 20 MB");
      const text = decoded(await file.arrayBuffer());
      const found = isTable(name, text) ? table(text) : counted(text);
      if (found.pieces.length + found.numbers.length > MOST_BYTES) throw new Error("it is larger than 20 MB");
      return { name, ...found };
    } catch (error) {
      return { name, problem: error.message };
    }
  }

  const choose = () =>
    window.aquiferFiles.pick("archive-file", ".txt,.csv,.tsv,.md,text/*", async (file) => {
      set("archive-answer", { children: `Reading ${file.name} …` });
      await new Promise((resume) => setTimeout(resume, 30)); // so that the line is seen
      set("archive", { data: await read(file) });
    });

  document.addEventListener("click", (event) => {
    if (!event.target.closest) return;
    if (event.target.closest("#archive-choose")) choose();
    if (event.target.closest("#archive-forget")) set("archive", { data: null });
  });
})();
