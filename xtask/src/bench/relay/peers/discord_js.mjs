// The relay's peer: a bot made with discord.js that inserts each message with the npm package pg, pooled and with a
// prepared statement. Without DATABASE_URL it only keeps what discord.js keeps.
import { Client, Events, GatewayIntentBits } from "discord.js";
import pg from "pg";

const { DISCORD, TOKEN, TENANT, DATABASE_URL } = process.env;
const { Guilds, GuildMembers, GuildMessages, MessageContent } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMembers, GuildMessages, MessageContent],
  rest: { api: `${DISCORD}/api` },
});
const pool = DATABASE_URL && new pg.Pool({ connectionString: DATABASE_URL });
const insert = `insert into messages (tenant_id, guild_id, channel_id, message_id, author_user_id, author_name, is_bot,
    content, embeds, attachments, mentioned_user_ids, mentions_everyone)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict do nothing`;

let messages = 0;
client.on(Events.MessageCreate, async (message) => {
  if (pool) {
    const { guildId, channelId, id, author, member, content, embeds, attachments, mentions } = message;
    await pool.query({
      name: "insert",
      text: insert,
      values: [
        TENANT,
        guildId,
        channelId,
        id,
        author.id,
        member?.displayName ?? author.displayName,
        author.bot,
        content,
        JSON.stringify(embeds),
        JSON.stringify([...attachments.values()]),
        [...mentions.users.keys()],
        mentions.everyone,
      ],
    });
  }
  messages += 1;
  if (messages % 1000 === 0) console.log(`messages ${messages}`);
});
client.on(Events.ClientReady, () => console.log("ready"));
await client.login(TOKEN);
