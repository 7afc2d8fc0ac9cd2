// Discord's Markdown on the page. A text becomes text nodes, never markup.

import { Fragment, type ReactNode } from "react";
import { useNames } from "../place/Place";
import { type Block, type Item, parseBlocks } from "./blocks";
import { type Inline, parseInline } from "./inline";
import classes from "./Markdown.module.css";
import { Spoiler } from "./Spoiler";
import { Time } from "./Time";

/** A whole text, with what follows it on the same line. */
export function Markdown({ text, after }: { text: string; after?: ReactNode }) {
  return (
    <div className={classes.text}>
      {keyed(parseBlocks(text)).map(([key, block]) => (
        <BlockView key={key} block={block} />
      ))}
      {after}
    </div>
  );
}

/** A text without headings, lists and the like, as titles are. */
export const MarkdownLine = ({ text }: { text: string }) => <Pieces of={parseInline(text)} />;

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case "heading": {
      const Heading = ({ 1: "h3", 2: "h4", 3: "h5" } as const)[block.level];
      return (
        <Heading className={classes.heading}>
          <Pieces of={block.inner} />
        </Heading>
      );
    }
    case "quote":
      return (
        <blockquote>
          {keyed(block.blocks).map(([key, inner]) => (
            <BlockView key={key} block={inner} />
          ))}
        </blockquote>
      );
    case "list":
      return (
        <ul>
          {keyed(block.items).map(([key, item]) => (
            <ItemView key={key} item={item} />
          ))}
        </ul>
      );
    case "code":
      return <pre>{block.text}</pre>;
    default:
      return (
        <p className={block.kind === "subtext" ? classes.subtext : undefined}>
          <Pieces of={block.inner} />
        </p>
      );
  }
}

const ItemView = ({ item }: { item: Item }) => (
  <li className={classes.item} style={{ marginLeft: `${item.depth * 1.25}rem` }}>
    <span aria-hidden={item.mark === "•"}>{item.mark}</span>
    <span>
      <Pieces of={item.inner} />
    </span>
  </li>
);

const Pieces = ({ of }: { of: Inline[] }) => keyed(of).map(([key, piece]) => <Piece key={key} piece={piece} />);

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s", spoiler: Spoiler } as const;

function Piece({ piece }: { piece: Inline }) {
  const names = useNames();
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "emoji":
      return <span className={classes.emoji}>{piece.text}</span>;
    case "code":
      return <code>{piece.text}</code>;
    case "everyone":
    case "command":
      return <span className={classes.mention}>{piece.text}</span>;
    case "user":
      return <span className={classes.mention}>@{names.user(piece.id)}</span>;
    case "role":
      return <span className={classes.mention}>@{names.role(piece.id)}</span>;
    case "channel":
      return <span className={classes.mention}>#{names.channel(piece.id)}</span>;
    case "link":
      return (
        <a href={piece.url} rel="noreferrer noopener" target="_blank">
          <Pieces of={piece.inner} />
        </a>
      );
    case "time":
      return <Time seconds={piece.seconds} style={piece.style} />;
    default: {
      const Tag = TAGS[piece.kind] ?? Fragment;
      return (
        <Tag>
          <Pieces of={piece.inner} />
        </Tag>
      );
    }
  }
}

/** Each with its position, which is all that tells pieces of a text apart. */
const keyed = <T,>(all: T[]): [number, T][] => all.map((one, index) => [index, one]);
