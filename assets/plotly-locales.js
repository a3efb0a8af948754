/* Plotly's words and numbers in our languages; its own fi and sv locales carry no decimal or thousands mark. */
(() => {
  const words = (name, dictionary, format) =>
    (window.PlotlyLocales = window.PlotlyLocales || []).push({ moduleType: "locale", name, dictionary, format });
  words(
    "fi",
    {
      "Double-click to zoom back out": "Kaksoisnapsauta palataksesi",
    },
    {
      decimal: ",", thousands: "\u00a0", date: "%-d.%-m.%Y",
      days: ["sunnuntai", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai"],
      shortDays: ["su", "ma", "ti", "ke", "to", "pe", "la"],
      months: ["tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu", "kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu", "marraskuu", "joulukuu"],
      shortMonths: ["tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä", "elo", "syys", "loka", "marras", "joulu"],
    },
  );
  words(
    "sv",
    {
      "Double-click to zoom back out": "Dubbelklicka för att gå tillbaka",
    },
    {
      decimal: ",", thousands: "\u00a0", date: "%-d.%-m.%Y",
      days: ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"],
      shortDays: ["sö", "må", "ti", "on", "to", "fr", "lö"],
      months: ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"],
      shortMonths: ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt", "nov", "dec"],
    },
  );
})();
