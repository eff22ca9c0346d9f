// Appended to the module that wasm-bindgen writes: loads the WebAssembly beside it and wakes the islands.
//
// The page needs one tag for it, <script type="module" src="/pkg/einlass.….js">, and no inline script.
// Islands are found by name without the source hash that Leptos appends, because server and browser part may
// come from different compilers, whose hashes could differ.
const wake = async () => {
  // The module's own exports; awaited in here, because a module that awaits itself never ends loading.
  const exports = await import(import.meta.url);
  const islands = new Map();
  for (const [name, run] of Object.entries(exports)) {
    const island = /^(\w+)_\d+$/.exec(name);
    if (island) islands.set(island[1], run);
  }
  await exports.default({ module_or_path: new URL("WASM_FILE", import.meta.url) });
  exports.hydrate();
  for (const element of document.querySelectorAll("leptos-island")) {
    // An island inside another's children inherits that one's context.
    element.closest("leptos-children")?.$$on_hydrate?.();
    const name = element.dataset.component?.replace(/_\d+$/, "");
    try {
      islands.get(name)(element);
    } catch (error) {
      reportError(error);
    }
  }
  document.documentElement.dataset.islands = "awake";
};
wake();
