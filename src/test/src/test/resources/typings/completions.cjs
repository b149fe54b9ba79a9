// Asks TypeScript's language service, as editors do, what it offers at the marked places.
const fs = require("fs");
const path = require("path");
const ts = require("./tsc/typescript.js");

const file = path.resolve("completed.ts");
const { options, fileNames } = ts.parseJsonConfigFileContent(
  ts.readConfigFile("tsconfig.json", ts.sys.readFile).config, ts.sys, process.cwd());
const places = {};
let text = fs.readFileSync(file, "utf8");
for (let found; (found = /\/\*(\w+)\*\//.exec(text));) {
  places[found[1]] = found.index;
  text = text.slice(0, found.index) + text.slice(found.index + found[0].length);
}
const service = ts.createLanguageService({
  getCompilationSettings: () => options,
  getScriptFileNames: () => fileNames,
  getScriptVersion: () => "1",
  getScriptSnapshot: (name) => {
    const content = name === file ? text : ts.sys.readFile(name);
    return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
  },
  getCurrentDirectory: () => process.cwd(),
  getDefaultLibFileName: (given) => path.resolve("tsc", ts.getDefaultLibFileName(given)),
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
});
const offered = {};
for (const [name, position] of Object.entries(places)) {
  const found = service.getCompletionsAtPosition(file, position, {});
  offered[name] = found ? found.entries.map((entry) => entry.name.replace(/^"(.*)"$/, "$1")) : [];
}
console.log(JSON.stringify(offered));
