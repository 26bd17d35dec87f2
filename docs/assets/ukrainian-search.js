// Ukrainian words change their endings, and the search of the site compares beginnings: a word of
// the query is shortened to its stem and a star is put behind it ("міграція" finds "міграції").
"use strict";
(() => {
  const endings = ("ованого|ування|ювання|ованих|ального|альних|істю|ості|ями|ами|ові|еві|ого|ому|ими|" +
    "ій|их|им|ою|ею|єю|ією|ії|ія|ію|ій|ів|їв|ям|ах|ях|ам|ом|ем|єм|ей|ть|ти|ла|ли|ло|ок|а|е|є|и|і|ї|й|о|у|ю|я|ь")
    .split("|").sort((a, b) => b.length - a.length);
  const english = ["ations", "ation", "ings", "ing", "ies", "es", "ed", "s", "y"];
  const alternating = /(?:ок|ік|ець)$/;
  window.stemOf = (word) => {
    const small = word.toLowerCase();
    if (/[*:^~+-]/.test(small) || small.length < 4) return word;
    const list = /[а-яіїєґ]/.test(small) ? endings : english;
    for (const ending of list) {
      if (small.endsWith(ending) && small.length - ending.length >= 4) {
        return small.slice(0, -ending.length).replace(alternating, "") + "*";
      }
    }
    return small + "*";
  };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message && message.type === 2 && typeof message.data === "string") {
      const query = message.data.split(/[\s’'«»"]+/).filter(Boolean).map(window.stemOf).join(" ");
      return post.call(this, { ...message, data: query }, ...rest);
    }
    return post.call(this, message, ...rest);
  };
})();
