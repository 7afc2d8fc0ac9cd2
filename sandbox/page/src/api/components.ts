// Components of messages and modals. Source: Discord docs, "Component Reference".

/** Discord's numbers for the types of components. */
export const Type = {
  ACTION_ROW: 1,
  BUTTON: 2,
  STRING_SELECT: 3,
  TEXT_INPUT: 4,
  USER_SELECT: 5,
  ROLE_SELECT: 6,
  MENTIONABLE_SELECT: 7,
  CHANNEL_SELECT: 8,
  SECTION: 9,
  TEXT_DISPLAY: 10,
  THUMBNAIL: 11,
  MEDIA_GALLERY: 12,
  FILE: 13,
  SEPARATOR: 14,
  CONTAINER: 17,
  LABEL: 18,
  FILE_UPLOAD: 19,
  RADIO_GROUP: 21,
  CHECKBOX_GROUP: 22,
  CHECKBOX: 23,
} as const;

/** One option of a select or of a group of boxes. */
export interface Choice {
  label: string;
  value: string;
  description?: string;
  emoji?: Emoji;
  default?: boolean;
}

export interface Emoji {
  name?: string;
  id?: string | null;
}

/** Where a picture or a file lies. */
export interface Media {
  url: string;
}

/** Any component: which of the fields are there depends on its type. */
export interface Component {
  type: number;
  id?: number;
  custom_id?: string;
  disabled?: boolean;
  required?: boolean;
  label?: string;
  description?: string;
  placeholder?: string;
  style?: number;
  emoji?: Emoji;
  url?: string;
  /** Of a text input its text, of a checkbox absent. */
  value?: string;
  min_length?: number;
  max_length?: number;
  min_values?: number;
  max_values?: number;
  options?: Choice[];
  default?: boolean;
  default_values?: { id: string; type: "user" | "role" | "channel" }[];
  channel_types?: number[];
  content?: string;
  accent_color?: number | null;
  spoiler?: boolean;
  divider?: boolean;
  spacing?: number;
  media?: Media;
  file?: Media;
  items?: { media: Media; description?: string; spoiler?: boolean }[];
  components?: Component[];
  component?: Component;
  accessory?: Component;
}
