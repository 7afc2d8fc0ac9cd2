// A bot made with discord.js, unmodified but for where Discord is: it tells of what it hears, one JSON object a line.
import { Client, Events, GatewayIntentBits } from "discord.js";

const [, , url, token] = process.argv;
const tell = (what) => console.log(JSON.stringify(what));

const { Guilds, GuildMembers, GuildModeration, GuildMessages, MessageContent } = GatewayIntentBits;
const client = new Client({
  intents: [Guilds, GuildMembers, GuildModeration, GuildMessages, MessageContent],
  rest: { api: `${url}/api` },
});

client.on(Events.ClientReady, ({ user, guilds }) => {
  tell({ ready: user.id, guilds: guilds.cache.map((guild) => guild.name) });
  // Before, it is how a guild is first heard of.
  client.on(Events.GuildAvailable, (guild) => tell({ available: guild.name }));
});
client.on(Events.ShardResume, (shard, replayed) => tell({ resumed: shard, replayed }));
client.on(Events.MessageUpdate, (before, after) => tell({ edited: after.content, before: before.content }));
client.on(Events.MessageDelete, (message) => tell({ deleted: message.content }));
client.on(Events.GuildMemberAdd, (member) => tell({ joined: member.user.username }));
client.on(Events.GuildBanAdd, (ban) => tell({ banned: ban.user.username }));
client.on(Events.GuildAuditLogEntryCreate, (entry) => tell({ logged: entry.action, target: entry.targetId }));
client.on(Events.GuildUnavailable, (guild) => tell({ unavailable: guild.name }));
client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot) return;
  tell({ heard: message.content, by: message.member.displayName, in: message.channel.name });
  if (message.content === "who is here?") {
    const members = await message.guild.members.fetch();
    await message.reply(`${members.size} of us`);
  }
  if (message.content.startsWith("spam")) await message.member.ban({ reason: "spam" });
});

await client.login(token);
