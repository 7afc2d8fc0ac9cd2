// An embed: the card of a bot's message. Source: Discord docs, "Message Resource", Embed Object.

import type { Embed } from "../api/shapes";
import { Markdown, MarkdownLine } from "../markdown/Markdown";
import { Time } from "../markdown/Time";
import classes from "./Embed.module.css";
import { Picture } from "./Media";
import { colour, webPage } from "./safe";

export function EmbedView({ embed }: { embed: Embed }) {
  return (
    <div className={classes.embed} data-embed style={{ borderLeftColor: colour(embed.color) }}>
      <div className={classes.body}>
        {embed.author && <p className={classes.small}>{embed.author.name}</p>}
        {embed.title && <Title title={embed.title} url={webPage(embed.url)} />}
        {embed.description && <Markdown text={embed.description} />}
        {embed.fields && embed.fields.length > 0 && <Fields fields={embed.fields} />}
        {embed.image && <Picture url={embed.image.url} />}
        <Footer embed={embed} />
      </div>
      {embed.thumbnail && <Picture url={embed.thumbnail.url} size="small" />}
    </div>
  );
}

function Title({ title, url }: { title: string; url?: string }) {
  const words = <MarkdownLine text={title} />;
  return (
    <h3 className={classes.title}>
      {url ? <a {...{ href: url, rel: "noreferrer noopener", target: "_blank" }}>{words}</a> : words}
    </h3>
  );
}

const Fields = ({ fields }: { fields: NonNullable<Embed["fields"]> }) => (
  <dl className={classes.fields}>
    {fields.map(({ name, value, inline }, index) => (
      <div key={index} className={inline ? undefined : classes.wide}>
        <dt>
          <MarkdownLine text={name} />
        </dt>
        <dd>
          <Markdown text={value} />
        </dd>
      </div>
    ))}
  </dl>
);

function Footer({ embed }: { embed: Embed }) {
  if (!embed.footer && !embed.timestamp) return null;
  return (
    <p className={classes.small}>
      {embed.footer?.text}
      {embed.footer && embed.timestamp && " · "}
      {embed.timestamp && <Time seconds={Date.parse(embed.timestamp) / 1000} style="f" />}
    </p>
  );
}
