// Checks the settings in links to the page with the page's own code. Standard input has one link per line, as
// "page.md TAB settings". Prints the faults.
const fs = require("fs");
const here = __dirname;
const load = new Function(fs.readFileSync(here + "/page/state.js", "utf8") + "\nreturn { readLink };");
const { readLink } = load();
const mistakes = new Set([...fs.readFileSync(here + "/../../Sources/Classroom/Mistakes/Mistakes.swift", "utf8")
  .matchAll(/^ +name: "([a-z-]+)"/gm)].map(([, name]) => name));
let isWrong = false;
for (const row of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const [page, settings] = row.split("\t");
  const { refused, mistake } = readLink("#" + settings);
  if (mistake && !mistakes.has(mistake)) refused.push("mistake");
  for (const name of refused) {
    console.log(`${page}: the browser page does not accept ${name} in #${settings}`);
    isWrong = true;
  }
}
process.exit(isWrong ? 1 : 0);
