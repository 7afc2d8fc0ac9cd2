//! `sandbox`: Discord on localhost, from the command line.

use std::{net::Ipv4Addr, path::PathBuf};

use anyhow::Result;
use clap::Parser;
use sandbox::{PLATFORM_SECRET, Sandbox};

/// Discord on localhost: its REST API, signed interactions, and a page to type commands in. Nothing is kept when it stops.
#[derive(Parser)]
struct Args {
    /// The port to listen on, on 127.0.0.1; 0 takes a free one.
    #[arg(long, default_value_t = 8788)]
    port: u16,
    /// Make a bot and a server with people in it, and print what the bot needs to know.
    #[arg(long)]
    demo: bool,
    /// An address that people who sign in with the demo may be sent back to, as often as needed.
    #[arg(long, requires = "demo")]
    redirect_uri: Vec<String>,
    /// The folder of the built page, instead of the one in the checkout.
    #[arg(long)]
    page: Option<PathBuf>,
}

#[tokio::main]
async fn main() -> Result<()> {
    let args = Args::parse();
    let address = (Ipv4Addr::LOCALHOST, args.port).into();
    let sandbox = match args.page {
        Some(folder) => Sandbox::start_with_page(address, folder).await?,
        None => Sandbox::start(address).await?,
    };
    println!("page            {}", sandbox.url());
    println!("Discord's API   {}", sandbox.api());
    if args.demo {
        let demo = sandbox.demo();
        let application = sandbox.world().application(demo.application)?.clone();
        println!("application     {}", application.id);
        println!("public key      {}", application.public_key);
        println!("bot token       {}", application.token);
        println!("server          {}", demo.guild);
        println!("client id       {}, to sign in with", demo.platform);
        println!("client secret   {PLATFORM_SECRET}");
        for uri in &args.redirect_uri {
            sandbox.world().register_redirect(demo.platform, uri);
            println!("redirect URI    {uri}");
        }
        println!();
        println!("Register commands and set the interactions endpoint by the API, as with Discord.");
    }
    println!("Ctrl-C stops it.");
    tokio::signal::ctrl_c().await?;
    Ok(())
}
