// Packs target/site from the bound WebAssembly, style/ and public/. Called by assets.sh.
//
//   node pack.cjs BINDGEN_FOLDER SITE_FOLDER [--sizes]
//
// Every file in pkg/ carries a hash of its content in its name and may be cached for ever;
// each compressible file gets a .br and a .gz beside it. Files that did not change are left
// alone down to their time stamps. --sizes prints what each file costs on the wire.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const zlib = require("node:zlib");
const lightningcss = require("lightningcss");

const [bindgen, site, ...flags] = process.argv.slice(2);
const compressible = new Set([".css", ".js", ".wasm", ".svg", ".txt", ".webmanifest", ".ico"]);
const files = new Map();

const hashed = (stem, extension, content) => {
  const hash = crypto.createHash("sha256").update(content).digest("hex").slice(0, 12);
  const name = `${stem}.${hash}.${extension}`;
  files.set(`pkg/${name}`, Buffer.from(content));
  return name;
};

if (fs.existsSync("style/main.css")) {
  // Browsers of spring 2024 on: nesting, layers, :has(), light-dark() and the popover API stay as written.
  const targets = { chrome: 123 << 16, firefox: 125 << 16, safari: (17 << 16) | (5 << 8) };
  const { code } = lightningcss.bundle({ filename: "style/main.css", minify: true, targets });
  hashed("einlass", "css", code);
}

if (fs.existsSync(path.join(bindgen, "einlass_bg.wasm"))) {
  const wasm = hashed("einlass", "wasm", fs.readFileSync(path.join(bindgen, "einlass_bg.wasm")));
  const module = fs.readFileSync(path.join(bindgen, "einlass.js"), "utf8");
  const start = fs.readFileSync("scripts/start-islands.js", "utf8").replace("WASM_FILE", wasm);
  hashed("einlass", "js", `${module}\n${start}`);
  if (fs.existsSync(path.join(bindgen, "snippets"))) throw new Error("wasm-bindgen wrote snippets: pack.cjs must learn to ship them");
}

const copy = (folder, prefix) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name.startsWith(".")) continue;
    const name = prefix + entry.name;
    if (entry.isDirectory()) copy(path.join(folder, entry.name), `${name}/`);
    else files.set(name, fs.readFileSync(path.join(folder, entry.name)));
  }
};
if (fs.existsSync("public")) copy("public", "");

const same = (file, content) => fs.existsSync(file) && fs.readFileSync(file).equals(content);
const wanted = new Set();
for (const [name, content] of files) {
  const file = path.join(site, name);
  wanted.add(name);
  const squeezed = compressible.has(path.extname(name)) && content.length > 200;
  if (squeezed) wanted.add(`${name}.br`).add(`${name}.gz`);
  if (same(file, content) && (!squeezed || (fs.existsSync(`${file}.br`) && fs.existsSync(`${file}.gz`)))) continue;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  if (squeezed) {
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
    const params = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 24, [BROTLI_PARAM_SIZE_HINT]: content.length };
    fs.writeFileSync(`${file}.br`, zlib.brotliCompressSync(content, { params }));
    fs.writeFileSync(`${file}.gz`, zlib.gzipSync(content, { level: 9 }));
  }
  fs.writeFileSync(file, content);
}

const sweep = (folder, prefix) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const name = prefix + entry.name;
    if (entry.isDirectory()) sweep(path.join(folder, entry.name), `${name}/`);
    else if (!wanted.has(name)) fs.unlinkSync(path.join(folder, entry.name));
  }
};
fs.mkdirSync(path.join(site, "pkg"), { recursive: true });
sweep(site, "");

if (flags.includes("--sizes")) {
  const size = (name) => (wanted.has(name) ? fs.statSync(path.join(site, name)).size : "-");
  console.log(`${"file".padEnd(40)} ${"bytes".padStart(9)} ${"gzip".padStart(9)} ${"brotli".padStart(9)}`);
  for (const name of [...files.keys()].sort()) {
    console.log(`${name.padEnd(40)} ${String(size(name)).padStart(9)} ${String(size(`${name}.gz`)).padStart(9)} ${String(size(`${name}.br`)).padStart(9)}`);
  }
}
