// The benchmark's second peer: the pattern of Discord's sample app for Workers, itty-router with discord-interactions.
import { InteractionResponseFlags, InteractionResponseType, InteractionType, verifyKey } from 'discord-interactions';
import { AutoRouter } from 'itty-router';

const json = (body, status = 200) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json;charset=UTF-8' } });

const verified = async (request, env) => {
  const signature = request.headers.get('x-signature-ed25519');
  const timestamp = request.headers.get('x-signature-timestamp');
  const body = await request.text();
  const isValid = signature && timestamp && (await verifyKey(body, signature, timestamp, env.DISCORD_PUBLIC_KEY));
  return isValid ? JSON.parse(body) : undefined;
};

const router = AutoRouter();

router.post('/', async (request, env) => {
  const interaction = await verified(request, env);
  if (!interaction) return new Response('Bad request signature.', { status: 401 });
  if (interaction.type === InteractionType.PING) return json({ type: InteractionResponseType.PONG });
  if (interaction.type === InteractionType.APPLICATION_COMMAND && interaction.data.name.toLowerCase() === 'ping') {
    return json({
      type: InteractionResponseType.CHANNEL_MESSAGE_WITH_SOURCE,
      data: {
        content: `I am here, ${interaction.member.user.global_name}.`,
        flags: InteractionResponseFlags.EPHEMERAL,
        allowed_mentions: { parse: [] },
      },
    });
  }
  return json({ error: 'Unknown Type' }, 400);
});

export default { fetch: router.fetch };
