// Pictures and files. The page loads nothing from elsewhere: what lies there is named and linked.

import { useState } from "react";
import { Icon } from "../look/Icon";
import classes from "./Media.module.css";
import { isOwn, webPage } from "./safe";

interface PictureProps {
  url: string;
  description?: string;
  spoiler?: boolean;
  size?: "small";
}

export function Picture({ url, description, spoiler, size }: PictureProps) {
  const [isCovered, setCovered] = useState(spoiler ?? false);
  if (isCovered) {
    return (
      <button type="button" className={classes.picture} data-size={size} onClick={() => setCovered(false)}>
        Spoiler. Show the picture
      </button>
    );
  }
  if (isOwn(url)) return <img className={classes.image} data-size={size} src={url} alt={description ?? ""} />;
  const words = (
    <>
      <Icon name="picture" />
      <span>{description ?? fileName(url)}</span>
    </>
  );
  const href = webPage(url);
  return href ? (
    <a className={classes.picture} data-size={size} href={href} rel="noreferrer noopener" target="_blank" title={url}>
      {words}
    </a>
  ) : (
    <span className={classes.picture} data-size={size}>
      {words}
    </span>
  );
}

export function FileCard({ name, url }: { name?: string; url?: string }) {
  const words = (
    <>
      <Icon name="file" />
      <span>{name ?? fileName(url ?? "")}</span>
    </>
  );
  const href = webPage(url);
  return href ? (
    <a className={classes.file} href={href} rel="noreferrer noopener" target="_blank">
      {words}
    </a>
  ) : (
    <p className={classes.file}>{words}</p>
  );
}

const fileName = (url: string) =>
  url
    .replace(/[?#].*$/, "")
    .split("/")
    .at(-1) || "a file";
