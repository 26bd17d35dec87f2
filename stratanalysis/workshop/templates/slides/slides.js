Reveal.initialize({
  width: 1280, height: 720, margin: 0.03, minScale: 0.1, maxScale: 3,
  hash: true, transition: "none", slideNumber: "c/t", help: false,
}).then(() => {
  const words = JSON.parse(document.querySelector(".slides").dataset.words);
  const name = (selector, text) => document.querySelectorAll(selector).forEach(
    (element) => element.setAttribute("aria-label", text));
  name(".controls .navigate-left, .controls .navigate-up", words.back);
  name(".controls .navigate-right, .controls .navigate-down", words.next);
  Reveal.addKeyBinding(83, () => // S
    Reveal.configure({ showNotes: !Reveal.getConfig().showNotes }));
});
