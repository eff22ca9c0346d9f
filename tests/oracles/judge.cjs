// scim2-parse-filter and scim-patch on the committed cases: each must answer as the file says, or as it says that it departs.
const { isDeepStrictEqual } = require("node:util");
const { createRequire } = require("node:module");

const [packages] = process.argv.slice(2);
const load = createRequire(packages + "/");
const { filter, parse } = load("scim2-parse-filter");
const { patchBodyValidation, scimPatch } = load("scim-patch");
const { person, filters } = require("./filters.json");
const { before, patches } = require("./patches.json");

const surprises = [];
const attempt = (work) => {
  try {
    return work();
  } catch {
    return null;
  }
};

for (const entry of filters) {
  const said = attempt(() => filter(parse(entry.filter))(person));
  const wanted = "scim2-parse-filter" in entry ? entry["scim2-parse-filter"] : entry.found;
  if (said !== wanted) surprises.push(`scim2-parse-filter: ${entry.filter}: ${said}, not ${wanted}`);
}

for (const entry of patches) {
  const said = attempt(() => {
    patchBodyValidation({ schemas: ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], Operations: entry.operations });
    return scimPatch(structuredClone(before), structuredClone(entry.operations));
  });
  if (isDeepStrictEqual(said, entry.after) === (entry["scim-patch"] === "departs")) {
    surprises.push(`scim-patch: ${entry.name}: ${JSON.stringify(said)}`);
  }
}

console.log(`${filters.length} filters and ${patches.length} patches judged, ${surprises.length} surprises`);
surprises.forEach((surprise) => console.error(surprise));
process.exitCode = surprises.length ? 1 : 0;
