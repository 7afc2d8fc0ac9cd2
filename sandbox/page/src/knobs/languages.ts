// The languages of Discord's client. Source: Discord docs, "Reference", Locales.

const LOCALES = [
  ..."en-US en-GB de fr es-ES es-419 pt-BR it nl pl ru uk tr ja ko zh-CN zh-TW".split(" "),
  ..."bg cs da el fi hi hr hu id lt no ro sv-SE th vi".split(" "),
];

const names = new Intl.DisplayNames("en", { type: "language" });

/** Each with its name in English, the most spoken here first. */
export const LANGUAGES = LOCALES.map((value) => ({ value, label: names.of(value) ?? value }));
