// What only a served desk has: other communities, the report, and word of a connection that is cut.

const SERVED_LINES = () => `<p><label>${escaped(say("Community"))} <select id="community">${PAGE.served.map((one) => `<option value="${escaped(one.slug)}"${one.slug === PAGE.folder ? " selected" : ""}>${escaped(inWords(one.name))}</option>`).join("")}</select></label></p>`;

/** Ask the server for the report with the scenarios of this page. */
async function makeReport() {
  const button = byId("report"), message = byId("report-message");
  button.disabled = true;
  message.textContent = say("The report is being made; this takes some seconds.");
  try {
    const asked = {community: PAGE.folder, language, horizon: state.horizon, shown: state.shown, scenarios: fileText(scenariosToSave())};
    const answer = await fetch("/report", {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify(asked)});
    if (answer.ok) {
      save(`${PAGE.key}-report.html`, "text/html", await answer.blob());
      message.textContent = say("The report is ready.");
    } else message.textContent = await answer.text();
  } catch {
    message.textContent = say("The server does not answer, so no report can be made; start it again with stratanalysis explore. Everything else on this page goes on working.");
  }
  button.disabled = false;
}

/** Say that the server has gone, as long as it is gone. */
async function watchServer() {
  let alive = true;
  try { alive = (await fetch("/alive", {cache: "no-store"})).ok; } catch { alive = false; }
  const place = byId("connection"), words = alive ? "" : say("The connection to the server is cut. The desk goes on computing in this browser and keeps what you do; only other communities and reports need the server. Start it again with stratanalysis explore and open the address that it prints.");
  if (place && place.textContent !== words) place.textContent = words;
  setTimeout(watchServer, 10000);
}

function beginServed() {
  byId("page").addEventListener("click", (event) => { if (event.target.id === "report") makeReport(); });
  byId("page").addEventListener("change", (event) => {
    if (event.target.id === "community") location.href = `/${encodeURIComponent(event.target.value)}#l=${language}`;
  });
  setTimeout(watchServer, 10000);
}
