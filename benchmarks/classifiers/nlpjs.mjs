// nlp.js, in a process of its own: `node nlpjs.mjs TASK ANSWERS` (the files of exchange.py).
import { readFileSync, writeFileSync } from "node:fs";
import { performance } from "node:perf_hooks";
import basic from "@nlpjs/basic";
import french from "@nlpjs/lang-fr";

const [taskPath, answersPath] = process.argv.slice(2);
const task = JSON.parse(readFileSync(taskPath, "utf-8"));

const dock = await basic.dockStart({ use: ["Basic"] });
dock.getContainer().use(french.LangFr);
const nlp = dock.get("nlp");
nlp.settings.autoSave = false; // no model.nlp left behind
nlp.addLanguage("fr");
for (const [text, intent] of task.training) nlp.addDocument("fr", text, intent);

let start = performance.now();
await nlp.train();
const trainSeconds = (performance.now() - start) / 1000;

await nlp.process("fr", "bonjour"); // what is loaded on first use is not a message's time
const intents = [];
const seconds = [];
for (const message of task.messages) {
  start = performance.now();
  const { intent } = await nlp.process("fr", message);
  seconds.push((performance.now() - start) / 1000);
  intents.push(intent === "None" ? null : intent);
}

writeFileSync(answersPath, JSON.stringify({ train_seconds: trainSeconds, intents, seconds }));
