// What Discord's Markdown means, and what must not be taken for it.

import { describe, expect, test } from "vitest";
import { parseBlocks } from "./blocks";
import { type Inline, parseInline } from "./inline";
import { inWords, timeOf } from "./time";

/** The pieces in one line: marks in front, text behind. */
const brief = (pieces: Inline[]): string =>
  pieces
    .map((piece) => {
      if ("inner" in piece) return `${piece.kind}(${brief(piece.inner)})`;
      if ("id" in piece) return `${piece.kind}:${piece.id}`;
      if (piece.kind === "time") return `time:${piece.seconds}:${piece.style}`;
      return piece.kind === "text" ? piece.text : `${piece.kind}:${piece.text}`;
    })
    .join("|");

describe("within a line", () => {
  test.each([
    ["plain words", "plain words"],
    ["**bold** and *slanted*", "bold(bold)| and |italic(slanted)"],
    ["***both***", "bold(italic(both))"],
    ["__under _both___", "underline(under |italic(both))"],
    ["~~gone~~ ||hidden||", "strike(gone)| |spoiler(hidden)"],
    ["`**code**` ``a`b``", "code:**code**| |code:a`b"],
    ["<@123> <@!4> <@&56> <#78>", "user:123| |user:4| |role:56| |channel:78"],
    ["@everyone @here", "everyone:@everyone| |everyone:@here"],
    ["</case show:99> <:yes:12>", "command:/case show| |emoji::yes:"],
    ["<t:1700000000:R> <t:5>", "time:1700000000:R| |time:5:f"],
  ])("%s", (text, expected) => expect(brief(parseInline(text))).toBe(expected));

  test("an escaped mark is a letter", () => {
    expect(brief(parseInline(String.raw`\*not slanted\* **a\*\*b**`))).toBe("*not slanted* |bold(a**b)");
  });

  test("marks inside words and lonely marks are letters", () => {
    for (const text of ["snake_case_name", "2 * 3 * 4", "a ** b", "||", "<t:soon>", "<t:99999999999999>"]) {
      expect(brief(parseInline(text))).toBe(text);
    }
  });

  test("links lead to web pages only, and their words hide no other address", () => {
    expect(brief(parseInline("[here](https://example.com/a_(b))"))).toBe("link(here)");
    expect(brief(parseInline("see https://example.com/x now"))).toBe("see |link(https://example.com/x)| now");
    expect(brief(parseInline("[here](javascript:alert(1))"))).toBe("[here](javascript:alert(1))");
    expect(brief(parseInline("[https://good.example](https://bad.example)"))).not.toContain(
      "link(https://good.example)|",
    );
    const [link] = parseInline("[here](https://example.com/a)");
    expect(link).toMatchObject({ kind: "link", url: "https://example.com/a" });
  });

  test("markup is text", () => {
    expect(brief(parseInline("<img src=x onerror=alert(1)>"))).toBe("<img src=x onerror=alert(1)>");
  });
});

describe("lines", () => {
  const kinds = (text: string) => parseBlocks(text).map(({ kind }) => kind);

  test("headings, small lines, lists and quotes are told from plain lines", () => {
    expect(kinds("# One\nplain\nmore\n-# small\n- a\n- b\n> said\n> more")).toEqual([
      "heading",
      "paragraph",
      "subtext",
      "list",
      "quote",
    ]);
    expect(kinds("#nothing\n1.5 apples\n-5")).toEqual(["paragraph"]);
  });

  test("a list keeps its numbers and its depth", () => {
    expect(parseBlocks("1. one\n  - deep\n2. two")).toMatchObject([
      {
        items: [
          { mark: "1.", depth: 0 },
          { mark: "•", depth: 1 },
          { mark: "2.", depth: 0 },
        ],
      },
    ]);
  });

  test("code keeps its marks and loses its language", () => {
    expect(parseBlocks("look:\n```rust\nlet **a** = 1;\n```\nthere")).toMatchObject([
      { kind: "paragraph" },
      { kind: "code", text: "let **a** = 1;" },
      { kind: "paragraph" },
    ]);
  });

  test("three marks quote everything that follows", () => {
    expect(parseBlocks("before\n>>> one\ntwo")).toMatchObject([{ kind: "paragraph" }, { kind: "quote" }]);
  });
});

describe("times", () => {
  const NOW = 1_700_000_000_000;

  test("are told from now", () => {
    expect(inWords(1_700_000_000 - 7200, "R", NOW, "en")).toBe("2 hours ago");
    expect(inWords(1_700_000_000 + 86_400, "R", NOW, "en")).toBe("tomorrow");
    expect(inWords(1_700_000_000, "R", NOW, "en")).toBe("now");
  });

  test("an id carries its time", () => {
    expect(timeOf("175928847299117063")).toBe(1_462_015_105_796);
  });
});
