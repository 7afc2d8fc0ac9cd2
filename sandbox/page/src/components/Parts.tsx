// The components of a message, of the old kind and of the new. Source: Discord docs, "Component Reference".

import { type Component, Type } from "../api/components";
import { FileCard, Picture } from "../chat/Media";
import { colour } from "../chat/safe";
import { Markdown } from "../markdown/Markdown";
import { MessageButton } from "./MessageButton";
import { MessageSelect } from "./MessageSelect";
import classes from "./Parts.module.css";

export const Parts = ({ of }: { of: Component[] | undefined }) =>
  of?.map((part, index) => <Part key={part.custom_id ?? part.id ?? index} part={part} />);

function Part({ part }: { part: Component }) {
  switch (part.type) {
    case Type.ACTION_ROW:
      return (
        <div className={classes.row}>
          <Parts of={part.components} />
        </div>
      );
    case Type.BUTTON:
      return <MessageButton part={part} />;
    case Type.STRING_SELECT:
    case Type.USER_SELECT:
    case Type.ROLE_SELECT:
    case Type.MENTIONABLE_SELECT:
    case Type.CHANNEL_SELECT:
      return <MessageSelect key={JSON.stringify(part)} part={part} />;
    case Type.SECTION:
      return (
        <div className={classes.section}>
          <div className={classes.texts}>
            <Parts of={part.components} />
          </div>
          {part.accessory && <Part part={part.accessory} />}
        </div>
      );
    case Type.TEXT_DISPLAY:
      return <Markdown text={part.content ?? ""} />;
    case Type.THUMBNAIL:
      return <Picture url={part.media?.url ?? ""} description={part.description} spoiler={part.spoiler} size="small" />;
    case Type.MEDIA_GALLERY:
      return (
        <div className={classes.gallery}>
          {part.items?.map((item) => (
            <Picture key={item.media.url} url={item.media.url} description={item.description} spoiler={item.spoiler} />
          ))}
        </div>
      );
    case Type.FILE:
      return <FileCard url={part.file?.url} />;
    case Type.SEPARATOR:
      return <hr className={classes.separator} data-divider={part.divider !== false} data-wide={part.spacing === 2} />;
    case Type.CONTAINER:
      return <Container part={part} />;
    default:
      return <p className={classes.unknown}>(a component of type {part.type}, which this page does not show)</p>;
  }
}

const Container = ({ part }: { part: Component }) => (
  <div className={classes.container} data-container style={{ borderLeftColor: colour(part.accent_color) }}>
    <Parts of={part.components} />
  </div>
);
