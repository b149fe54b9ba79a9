#!/usr/bin/env node
"use strict";

// Runs the tool with the runtime for this platform, which is a package of its own.

const { spawn } = require("node:child_process");
const { statSync, utimesSync } = require("node:fs");
const { constants } = require("node:os");
const { dirname, join } = require("node:path");

/** As the build has set it: the archive of classes is good for a jar of this time alone, and npm sets another. */
const JAR_TIME = 1_000_000_000;

function home() {
  const name = `@claimflow/runtime-${process.platform}-${process.arch}`;
  try {
    return dirname(require.resolve(`${name}/package.json`));
  } catch {
    console.error(`error: There is no package ${name} beside claimflow
  See that npm was not told to leave out optional packages. If there is none for this platform, run the jar claimflow-cli
  (classifier exec) with a Java of 17 or later.`);
    process.exit(70);
  }
}

/** The package with the server of `claimflow dev`: of the project, or beside this one. */
function server() {
  for (const from of [process.cwd(), __dirname]) {
    try {
      const file = require.resolve("@claimflow/dev/package.json", { paths: [from] });
      const { version } = require(file);
      const own = require("../package.json").version;
      if (version !== own) {
        console.error(`error: @claimflow/dev has the version ${version}, and claimflow ${own}
  Install both in the same version.`);
        process.exit(2);
      }
      return [`-Dclaimflow.server=${dirname(file)}`];
    } catch (error) {
      if (error.code !== "MODULE_NOT_FOUND") {
        throw error;
      }
    }
  }
  return [];
}

function setTime(jar) {
  try {
    if (statSync(jar).mtimeMs !== JAR_TIME * 1000) {
      utimesSync(jar, JAR_TIME, JAR_TIME);
    }
  } catch {
    // Somebody else has installed it. It starts without the archive, which takes longer.
  }
}

const runtime = home();
setTime(join(runtime, "lib", "app", "claimflow.jar"));

// The archive names the jar relative to the folder of the runtime, so that is where it starts.
const child = spawn(
  join(runtime, "bin", process.platform === "win32" ? "java.exe" : "java"),
  [
    "@lib/app/java.args",
    `-Dclaimflow.directory=${process.cwd()}`,
    ...(process.argv[2] === "dev" ? server() : []),
    "io.claimflow.cli.Main",
    ...process.argv.slice(2),
  ],
  { cwd: runtime, stdio: "inherit" },
);

// A terminal sends Ctrl-C to both; the tool decides when to end.
process.on("SIGINT", () => {});
for (const signal of ["SIGTERM", "SIGHUP"]) {
  process.on(signal, () => child.kill(signal));
}
child.on("error", (error) => {
  console.error(`error: The runtime of claimflow does not start: ${error.message}\n  Install the package again.`);
  process.exit(70);
});
child.on("exit", (code, signal) => process.exit(signal ? 128 + constants.signals[signal] : code));
