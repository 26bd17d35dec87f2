// What ipywidgets leaves unsaid to a screen reader: the handle of a slider has no name and a bare
// number, a field only a tooltip, the desk no language and, under Voila, no landmark. All is taken
// from what stands on the desk. Runs once in a page, however many desks it shows.
(() => {
  if (window.stratanalysisNames) return;
  const set = (element, name, value) => {
    if (element && value && element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const text = (row, selector) => row.querySelector(selector)?.textContent.trim() ?? "";
  const nameDesk = (desk) => {
    set(desk, "lang", desk.querySelector("[data-language]")?.dataset.language);
    if (!document.querySelector("main, [role=main]")) set(desk, "role", "main");
  };
  const nameRow = (row) => {
    const handle = row.querySelector(".noUi-handle");
    const field = row.querySelector("input[type=text]");
    const change = field?.value ?? "";
    set(field, "aria-label", field?.title);
    set(handle, "aria-label", text(row, ".sa-name"));
    set(handle, "aria-valuetext", `${change} ${text(row, ".sa-unit")}; ${text(row, ".sa-value")}`);
  };
  const nameAll = () => {
    document.querySelectorAll(".sa-desk").forEach(nameDesk);
    document.querySelectorAll(".sa-driver-row").forEach(nameRow);
  };
  let waiting = false;
  window.stratanalysisNames = new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; nameAll(); }, 50);
  });
  window.stratanalysisNames.observe(document.body, { childList: true, subtree: true });
  nameAll();
})();
