// A dashboard's sign-in made with discord.js, unmodified but for where Discord is: one JSON object a line.
import { createInterface } from "node:readline";
import { makeURLSearchParams, REST, Routes } from "discord.js";

const [, , url, clientId, clientSecret, redirectUri] = process.argv;
const tell = (what) => console.log(JSON.stringify(what));
const api = `${url}/api`;
const application = new REST({ api });
const person = (token) => new REST({ api, authPrefix: "Bearer" }).setToken(token);
const status = (call) =>
  call.then(
    () => 200,
    (error) => error.status,
  );

const scope = "identify email guilds guilds.members.read";
const asked = { client_id: clientId, response_type: "code", redirect_uri: redirectUri, scope, state: "1" };
tell({ authorize: `${api}${Routes.oauth2Authorization()}?${makeURLSearchParams(asked)}` });
const [location] = await new Promise((resolve) =>
  createInterface(process.stdin).once("line", (line) => resolve([line])),
);
const code = new URL(location).searchParams.get("code");

const form = (route, fields) =>
  application.post(route, {
    body: makeURLSearchParams(fields),
    passThroughBody: true,
    headers: {
      "Content-Type": "application/x-www-form-urlencoded",
      Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
    },
    auth: false,
  });

const given = await form(Routes.oauth2TokenExchange(), {
  grant_type: "authorization_code",
  code,
  redirect_uri: redirectUri,
});
const rest = person(given.access_token);
const { username, email } = await rest.get(Routes.user());
tell({ user: username, email });
const names = async () => (await rest.get(Routes.userGuilds())).map(({ name }) => name);
tell({ guilds: await names(), again: await names() });
const [guild] = await rest.get(Routes.userGuilds());
const member = await rest.get(Routes.userGuildMember(guild.id));
tell({ member: member.user.id });
const about = await rest.get(Routes.oauth2CurrentAuthorization());
tell({ application: about.application.name, scopes: about.scopes });

const renewed = await form(Routes.oauth2TokenExchange(), {
  grant_type: "refresh_token",
  refresh_token: given.refresh_token,
});
tell({ refreshed: renewed.scope.split(" "), old: await status(rest.get(Routes.user())) });

await form(Routes.oauth2TokenRevocation(), { token: renewed.access_token });
const refused = await form(Routes.oauth2TokenExchange(), {
  grant_type: "refresh_token",
  refresh_token: renewed.refresh_token,
}).catch((error) => error.rawError.error);
tell({ revoked: await status(person(renewed.access_token).get(Routes.user())), refused });
process.exit();
